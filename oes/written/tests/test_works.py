"""Handing out, saving, handing in, late work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import make_student, make_user
from oes.domain.written import Answer, Saving
from oes.exams.models import Accommodation, Enrolment
from oes.exams.services import add_accommodation
from oes.journal.models import Entry
from oes.journal.services import first_broken, newest
from oes.lib.canonical import canonical, digest
from oes.notices.models import Notice
from oes.written.closing import close_next, close_work, waiting
from oes.written.handing_in import receipt_of
from oes.written.marking.models import Marking
from oes.written.models import Work
from oes.written.services import WorkRefused, give_reason, hand_in, hand_out, save_text

pytestmark = pytest.mark.django_db


def save(work, text, turn=1, page="a", revision=0, at=None):
    return save_text(work=work, text=text, saving=Saving(page, turn, revision), at=at)


def refusal(call, *args, **more):
    with pytest.raises(WorkRefused) as refused:
        call(*args, **more)
    return refused.value.code


def test_it_is_handed_out_once_and_evenly(written, organisation):
    works = []
    for place in range(6):
        student = make_student(organisation, f"s{place}", f"Student {place}", "ИС-21-1")
        enrolment = Enrolment.objects.create(exam=written.exam, student=student)
        works.append(hand_out(enrolment=enrolment))
        assert hand_out(enrolment=enrolment).pk == works[-1].pk
    assert sorted(work.variant for work in works) == [1, 1, 1, 2, 2, 2]
    assert len({work.number for work in works}) == 6


def test_nothing_is_handed_out_before_or_after(written, aigerim, due):
    enrolment = Enrolment.objects.create(exam=written.exam, student=aigerim)
    before = written.exam.opens_at - timedelta(seconds=1)
    assert refusal(hand_out, enrolment=enrolment, at=before) == "before"
    assert refusal(hand_out, enrolment=enrolment, at=due(15)) == "over"
    written.tasks.all().delete()
    assert refusal(hand_out, enrolment=enrolment) == "no_tasks"
    assert not Work.objects.exists()


def test_a_text_is_saved_and_an_older_page_does_not_overwrite_it(work):
    assert save(work, "Бір").answer == Answer.TAKEN
    assert save(work, "Бір екі", turn=2, revision=1).answer == Answer.TAKEN
    stale = save(work, "old", page="b", revision=1)
    assert (stale.answer, stale.text, stale.revision) == (Answer.CONFLICT, "Бір екі", 2)
    assert save(work, "newer", page="b", turn=2, revision=2).answer == Answer.TAKEN
    work.refresh_from_db()
    assert (work.text, work.revision) == ("newer", 3)


def test_a_saving_that_comes_twice_or_late_changes_nothing(work):
    save(work, "one")
    save(work, "two", turn=3)
    late = save(work, "one and a half", turn=2)
    assert (late.answer, late.revision) == (Answer.REPEATED, 2)
    work.refresh_from_db()
    assert work.text == "two"


def test_it_is_handed_in_with_a_receipt(work):
    save(work, "Жауап")
    done = hand_in(work=work)
    assert (done.state, done.is_automatic) == ("handed_in", False)
    assert done.receipt_sha256 == digest(canonical(receipt_of(done)))
    assert newest(subject=work.uuid, action="work_handed_in")["sha256"] == done.receipt_sha256
    assert Entry.objects.filter(link=done.receipt_link).exists() and first_broken(work.uuid) is None
    assert hand_in(work=work).handed_in_at == done.handed_in_at
    assert Notice.objects.get().kind == "work_handed_in"
    assert refusal(save, work, "more", turn=2) == "handed_in"
    work.refresh_from_db()
    assert work.text == "Жауап"


def test_nothing_cannot_be_handed_in(work):
    assert refusal(hand_in, work=work) == "empty"


def test_what_was_saved_is_taken_in_at_the_end(work, due):
    save(work, "half")
    assert not close_next()
    assert close_work(work=work, at=due()) and not close_work(work=work, at=due())
    work.refresh_from_db()
    assert (work.state, work.is_automatic, work.handed_in_at, work.due_at) == ("handed_in", True, due(), due())


def test_an_empty_work_is_missed(work, due):
    assert not close_work(work=work, at=due(14))
    assert close_work(work=work, at=due(15))
    work.refresh_from_db()
    assert (work.state, work.handed_in_at) == ("missed", None)
    assert Notice.objects.get().kind == "work_missed"


def test_who_need_not_be_closed_yet_is_not_asked_about(work, due):
    assert list(waiting(due(1))) == []
    save(work, "half")
    assert list(waiting(due(-1))) == [] and list(waiting(due())) == [work]
    give_reason(work=work, reason="The network", at=due(1))
    assert list(waiting(due(2))) == [] and list(waiting(due(15))) == [work]


def test_extra_minutes_move_the_end(work, admin, due):
    need = Accommodation(student=work.enrolment.student, extra_minutes=30, valid_from=timezone.localdate())
    add_accommodation(accommodation=need, by=admin)
    save(work, "half")
    assert not close_work(work=work, at=due(29))
    assert save(work, "more", turn=2, at=due(29)).answer == Answer.TAKEN
    assert close_work(work=work, at=due(30))


def test_late_work_needs_a_reason(work, due):
    save(work, "half")
    close_work(work=work, at=due())
    assert refusal(save, work, "all of it", turn=2, at=due(5)) == "handed_in"
    assert refusal(give_reason, work=work, reason=" ", at=due(5)) == "reason"
    give_reason(work=work, reason="The network was down", at=due(5))
    assert save(work, "all of it", turn=2, at=due(6)).answer == Answer.TAKEN
    done = hand_in(work=work, at=due(7))
    assert (done.state, done.text, done.is_automatic) == ("handed_in", "all of it", False)
    assert newest(subject=work.uuid, action="work_handed_in")["late_seconds"] == 420
    assert refusal(give_reason, work=work, reason="again", at=due(8)) == "handed_in"


def test_a_reason_comes_neither_early_nor_too_late(work, due):
    assert refusal(give_reason, work=work, reason="slow", at=due(-1)) == "writing"
    assert refusal(give_reason, work=work, reason="slow", at=due(15)) == "late_over"
    assert refusal(save, work, "x", at=due(1)) == "late"
    assert refusal(save, work, "x" * 200_001) == "large"


def test_a_work_that_has_a_mark_is_not_written_on_again(work, due, organisation):
    save(work, "Жауап")
    assert close_work(work=work, at=due(1))
    work.refresh_from_db()
    marker = make_user(organisation, "marks", "teacher")
    Marking.objects.create(work=work, marker=marker, turn=1, given_at=due(), due_at=due(), finished_at=due(), points=3)
    give_reason(work=work, reason="The bus", at=due(2))
    assert refusal(save, work, "Басқа", turn=2, revision=1, at=due(3)) == "handed_in"
