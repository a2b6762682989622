"""What happens to a technical problem."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from conftest import make_user
from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.portal import problem_services as services
from oes.portal.accounts import lines_of
from oes.portal.models import Problem
from oes.recordings.models import FaultLine, Gap
from tests.scenes import add_segment

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def technician(organisation):
    return make_user(organisation, "technician", "helpdesk")


@pytest.fixture
def problem(attempt, aigerim, technician):
    return services.report_problem(
        uuid=uuid4(), student=aigerim, attempt=attempt, kind="camera", text="It went dark.", sentence="camera_ended"
    )


def refused(code, call, **values):
    with pytest.raises(services.ProblemRefused) as caught:
        call(**values)
    assert caught.value.code == code


def test_a_problem_in_an_exam_is_urgent_noted_with_the_attempt_and_told(problem, attempt, technician):
    assert problem.is_urgent and problem.exam == attempt.enrolment.exam
    assert timedelta(minutes=14) < problem.due_at - timezone.now() <= timedelta(minutes=15)
    assert Entry.objects.filter(chain__subject=attempt.uuid, action="problem_reported").count() == 1
    assert Notice.objects.get().user == technician


def test_all_are_told_where_the_one_who_took_it_has_left(problem, organisation, technician):
    other = make_user(organisation, "other", "helpdesk")
    services.take(problem=problem, by=technician)
    technician.is_active = False
    technician.save()
    Notice.objects.all().delete()
    services.reply(problem=problem, text="Still dark.")
    assert other.pk in Notice.objects.values_list("user", flat=True)


def test_the_account_of_that_moment_stays_with_it(attempt, aigerim):
    add_segment(attempt, 0)
    Gap.objects.create(attempt=attempt, track="camera", start_seconds=8, end_seconds=20, reason="offline")
    FaultLine.objects.create(
        attempt=attempt, cause="network", reason="offline", start_seconds=8, end_seconds=20, known_by="server"
    )
    row = services.report_problem(uuid=uuid4(), student=aigerim, attempt=attempt, kind="connection", text="Off")
    Gap.objects.all().delete()
    told = lines_of(Problem.objects.get(pk=row.pk).account)
    assert [line[2:] for line in told.gaps] == [("00:00:08 – 00:00:20", "12 s")]
    assert len(told.faults) == len(told.tracks) == 1
    assert lines_of({}) is None


def test_the_same_form_sent_twice_is_one_problem(aigerim):
    key = uuid4()
    rows = [services.report_problem(uuid=key, student=aigerim, kind="other", text="?") for _ in range(2)]
    assert rows[0] == rows[1] and Problem.objects.count() == 1


def test_without_an_exam_there_is_a_day(aigerim):
    row = services.report_problem(uuid=uuid4(), student=aigerim, kind="sign_in", text="?")
    assert not row.is_urgent and row.due_at - timezone.now() > timedelta(hours=23)


def test_it_is_taken_once_and_keeps_its_deadline(problem, technician, admin):
    taken = services.take(problem=problem, by=technician)
    assert (taken.taken_by, taken.due_at) == (technician, problem.due_at)
    refused("state", services.take, problem=problem, by=admin)
    assert services.put_back(problem=problem, by=technician).taken_by is None


def test_a_question_waits_for_the_student_and_comes_back(problem, technician, aigerim):
    asked = services.ask(problem=problem, text="Which browser?", by=technician)
    assert asked.due_at - timezone.now() > timedelta(hours=71)
    assert Notice.objects.filter(user=aigerim.user).get().text == "Which browser?"
    back = services.reply(problem=problem, text="Firefox")
    assert (back.state, back.taken_by) == ("taken", technician)
    assert back.due_at - timezone.now() <= timedelta(minutes=15), "the patience with the student is over"
    assert Notice.objects.filter(user=technician).count() == 2


def test_an_answer_closes_it_and_the_student_opens_it_again(problem, technician):
    answered = services.answer(problem=problem, text="Plug it in.", by=technician)
    assert (answered.state, answered.due_at) == ("answered", None)
    refused("state", services.ask, problem=problem, text="Is it?", by=technician)
    again = services.reply(problem=problem, text="No.")
    assert (again.state, again.taken_by) == ("new", None) and again.due_at
    assert [m.text for m in again.messages.all()] == ["It went dark.", "Plug it in.", "No."]


def test_words_that_change_nothing_are_added(problem):
    assert services.reply(problem=problem, text="Still dark.").state == "new"
    assert problem.messages.count() == 2


def test_nobody_floods_the_helpdesk(aigerim, monkeypatch):
    monkeypatch.setattr(services, "MOST_OPEN", 1)
    services.report_problem(uuid=uuid4(), student=aigerim, kind="other", text="1")
    refused("enough", services.report_problem, uuid=uuid4(), student=aigerim, kind="other", text="2")
    assert Problem.objects.get().messages.get().text == "1"


def test_it_is_told_in_the_readers_language(attempt, aigerim, technician):
    technician.language = "ru"
    technician.save()
    services.report_problem(uuid=uuid4(), student=aigerim, attempt=attempt, kind="camera", text="?")
    assert Notice.objects.get().title.endswith(aigerim.full_name)


def test_nobody_writes_to_the_helpdesk_without_end(problem, monkeypatch):
    monkeypatch.setattr(services, "MOST_MESSAGES", 2)
    services.reply(problem=problem, text="And?")
    refused("enough", services.reply, problem=problem, text="And??")
    assert not problem.messages.filter(text="And??").exists()


def test_a_form_with_the_uuid_of_another_student_makes_a_row_of_its_own(problem, daniyar):
    row = services.report_problem(uuid=problem.uuid, student=daniyar, kind="camera", text="Off")
    assert row.uuid != problem.uuid and row.student == daniyar
