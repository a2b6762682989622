"""The decision: the vote's outcome, the chair's reason, and what follows at once."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.appeals.deciding_decision import Word, decide
from oes.appeals.deciding_documents import decision_document
from oes.appeals.deciding_tasks import do_task, table, tasks_of, waiting
from oes.appeals.filing import Contested
from oes.appeals.models import Decision, LineKind, RegistrarTask
from oes.appeals.moving import AppealRefused
from oes.appeals.tests.deciding_scene import make_case
from oes.appeals.tests.scenes import SEEN, lines_of, released_attempt
from oes.domain.appeal_state import AppealState
from oes.domain.voting import Outcome
from oes.evidence.documents import document_of
from oes.exams.models import Enrolment
from oes.journal.models import Entry
from oes.lib.canonical import digest
from oes.notices.models import Notice
from oes.review.card_queries import reviewed_percent
from oes.review.models import Denial, Verdict
from oes.violations.models import Trust, Violation
from oes.written.marking.models import FinalMark
from oes.written.marking.release import release_marks
from oes.written.tests.marking_scene import make_scene

pytestmark = pytest.mark.usefixtures("in_english")

U, D, C, R, M = (
    Outcome.UPHOLD, Outcome.DENY_EVENT, Outcome.CHANGE_VERDICT, Outcome.REPEAT_EXAM, Outcome.CHANGE_MARK,
)  # fmt: skip


@pytest.fixture
def case(aigerim, exam, admin):
    release = released_attempt(aigerim, exam, admin, seen=SEEN[1:2])
    return make_case(aigerim, exam, admin, release=release, lines=lines_of(release)).open_vote()


def refused(code, **arguments):
    with pytest.raises(AppealRefused) as error:
        decide(**arguments)
    assert error.value.code == code
    assert not Decision.objects.exists()
    assert not Denial.objects.exists()


def decided(case, by="chair1", **words):
    made = decide(appeal=case.appeal, words=case.words(**words), by=case.user(by))
    case.fresh()
    return made


def test_an_event_is_denied_and_the_verdict_changed_in_one_go(case):
    attempt = case.appeal.attempt
    percent = attempt.trust.percent
    assert percent < 100
    decided(case.all_vote(C, D), reason="It was her mother's photo.")
    assert case.appeal.state == AppealState.DECIDED
    denial, verdict = Denial.objects.get(attempt=attempt), Verdict.objects.filter(attempt=attempt).first()
    assert denial.denied
    assert (denial.kind, denial.start_seconds) == ("second_person", 1500)
    assert "It was her mother's photo." in denial.reason
    assert (verdict.honest, verdict.by, verdict.release.by) == (True, case.user("chair1"), case.user("chair1"))
    assert verdict.release.told["events"] == []
    attempt = type(attempt).objects.get(pk=attempt.pk)
    assert attempt.trust.percent == percent
    assert reviewed_percent(attempt) == 100
    assert not RegistrarTask.objects.exists()
    assert Notice.objects.filter(user=case.appeal.student.user, title__contains="is decided").count() == 1


def test_a_changed_verdict_that_may_not_be_told_yet_waits_and_the_registrar_learns_why(case, registrar, signed_in):
    Trust.objects.update(is_final=False)
    decided(case.all_vote(C, D))
    verdict = Verdict.objects.first()
    assert (case.appeal.state, verdict.honest, verdict.released_at) == (AppealState.DECIDED, True, None)
    told = Notice.objects.get(title__contains="changed verdict is not told", user=registrar)
    assert told.path == reverse("appeals:release", args=[verdict.uuid])
    page = signed_in(registrar).get(reverse("appeals:releases")).content.decode()
    assert f"Changed by the commission, appeal {case.appeal.number}" in page
    assert "still being analysed" in page


def test_what_stands_changes_nothing(case):
    decided(case.all_vote(U, U))
    assert Verdict.objects.count() == 1
    assert not Denial.objects.exists()
    assert [row.outcome for row in Decision.objects.order_by("line__position")] == [U, U]


def test_an_event_that_is_found_no_more_is_denied_all_the_same(case):
    case.all_vote(U, D)
    Violation.objects.all().delete()
    decided(case)
    assert Denial.objects.get().start_seconds == 1500


def test_the_chain_has_the_hash_of_each_decision(case):
    made = decided(case.all_vote(C, D))
    entries = Entry.objects.filter(action="appeal_line_decided")
    assert {entry.content["sha256"] for entry in entries} == {digest(decision_document(row)) for row in made}
    content = entries.first().content
    body = document_of(case.appeal.attempt, action="appeal_line_decided", content=content)
    assert digest(body) == content["sha256"]
    Decision.objects.update(reason="Something else.")
    assert digest(document_of(case.appeal.attempt, action="appeal_line_decided", content=content)) != content["sha256"]


@pytest.mark.parametrize("login", ["teacher1", "student1", "aigerim", "admin", "teacher-sub1"])
def test_only_chair_and_secretary_write_it(case, login):
    case.all_vote(C, D)
    refused("right", appeal=case.appeal, words=case.words(), by=case.user(login))


def test_the_secretary_writes_a_clear_decision_for_the_chair(case):
    decided(case.all_vote(C, D), by="secretary1")
    assert case.appeal.state == AppealState.DECIDED


def test_nothing_is_decided_while_members_vote_or_twice(case):
    refused("state", appeal=case.appeal, words=case.words(), by=case.user("chair1"))
    decided(case.all_vote(U, U))
    with pytest.raises(AppealRefused):
        decided(case)
    assert Decision.objects.count() == 2


def test_each_line_needs_its_reason(case):
    case.all_vote(C, D)
    first, _ = case.appeal.lines.all()
    refused("reason", appeal=case.appeal, words={first.uuid: Word("Only this.")}, by=case.user("chair1"))
    refused("reason", appeal=case.appeal, words=case.words("  "), by=case.user("chair1"))


def test_a_tie_is_the_chairs_among_what_leads(case):
    for number, user in enumerate(case.voters):
        case.vote(user.username, C, D if number % 2 else U)
    assert case.appeal.state == AppealState.TIED
    refused("right", appeal=case.appeal, words=case.words(outcome=D), by=case.user("secretary1"))
    refused("tie", appeal=case.appeal, words=case.words(), by=case.user("chair1"))
    refused("tie", appeal=case.appeal, words=case.words(outcome=R), by=case.user("chair1"))
    verdict, event = decided(case, outcome=D)
    assert (verdict.outcome, verdict.by_chair) == (C, False)
    assert (event.outcome, event.by_chair, event.counts) == (D, True, {U: 3, D: 3})
    assert Denial.objects.count() == 1


def test_the_exam_is_repeated_once_the_registrar_says_so(case, registrar):
    decided(case.all_vote(R, U))
    task = RegistrarTask.objects.get()
    assert task.due_at > timezone.now()
    before = Enrolment.objects.get(student=case.appeal.student).extra_attempts
    for _ in range(2):
        do_task(task=task, note="Order 12", by=registrar)
    assert Enrolment.objects.get(student=case.appeal.student).extra_attempts == before + 1
    assert Entry.objects.filter(action="attempt_released").count() == 1
    assert Entry.objects.filter(action="appeal_task_done").count() == 1
    assert Notice.objects.filter(user=case.appeal.student.user, title__contains="sit the exam again").count() == 1


def test_a_changed_mark_goes_to_the_registrar(aigerim, exam, admin, registrar):
    release = released_attempt(aigerim, exam, admin, seen=SEEN[1:2])
    case = make_case(aigerim, exam, admin, release=release, lines=lines_of(release))
    case.appeal.lines.filter(kind=LineKind.EVENT).update(kind=LineKind.MARK)
    case.open_vote().all_vote(U, M)
    refused("mark", appeal=case.appeal, words=case.words(), by=case.user("chair1"))
    decided(case, new_mark="78")
    assert [row.new_mark for row in Decision.objects.order_by("line__position")] == ["", "78"]
    organisation, now = case.appeal.organisation, timezone.now()
    (state,) = waiting(case.appeal.period, now)
    assert (state.kind, state.owner, state.count) == ("appeal_task", "registrar", 1)
    do_task(task=RegistrarTask.objects.get(), note="", by=registrar)
    assert not list(waiting(case.appeal.period, now))
    assert [tasks_of(organisation, view=view).count() for view in ("open", "done", "all")] == [0, 1, 1]
    (row,) = table(tasks_of(organisation))["rows"]()
    assert "78" in row


@pytest.fixture
def marked(organisation, registrar):
    scene = make_scene(organisation, registrar, works=1)
    scene.give_out()
    scene.mark_all(15)
    release_marks(written=scene.written, by=registrar)
    return scene.works[0]


@pytest.mark.parametrize(("new_mark", "points"), [("18,5", "18.5"), ("78", "15"), ("B+", "15")])
def test_doing_it_gives_the_work_a_mark_of_its_points_once(
    marked, new_mark, points, aigerim, exam, admin, registrar, signed_in
):
    release = released_attempt(aigerim, exam, admin, seen=SEEN[1:2])
    case = make_case(aigerim, exam, admin, release=release, lines=lines_of(release))
    case.appeal.lines.filter(kind=LineKind.EVENT).update(kind=LineKind.MARK)
    case.open_vote().all_vote(U, M)
    decided(case, new_mark=new_mark)
    type(case.appeal).objects.update(work=marked)
    task = RegistrarTask.objects.get()
    address, is_set = reverse("appeals:task", args=[task.uuid]), points == "18.5"
    client = signed_in(registrar)
    page = client.get(address).content.decode()
    assert ("no number of its points" in page, "it has 18.5" in page) == (not is_set, is_set)
    for _ in range(2):
        client.post(address, {"note": ""})
    mark = FinalMark.objects.get(work=marked)
    assert (mark.points, mark.basis == "appeal") == (Decimal(points), is_set)
    entries = Entry.objects.filter(chain__subject=marked.uuid, action="mark_changed")
    assert [entry.content["decision"] for entry in entries] == [str(task.decision.uuid)] * is_set
    assert Entry.objects.get(action="appeal_task_done").content["mark_set"] is is_set
    assert Notice.objects.filter(user=case.appeal.student.user, title__contains="mark is changed").count() == 1


def test_a_student_who_left_the_list_gets_no_attempt_and_the_task_stays(case, registrar):
    decided(case.all_vote(R, U))
    other = make_exam_like(case.appeal.exam)
    case.appeal.exam = other
    case.appeal.save(update_fields=["exam"])
    with pytest.raises(AppealRefused) as error:
        do_task(task=RegistrarTask.objects.get(), note="", by=registrar)
    assert error.value.code == "enrolment"
    assert RegistrarTask.objects.get().done_at is None


def make_exam_like(exam):
    copy = type(exam).objects.get(pk=exam.pk)
    copy.pk, copy.uuid, copy._state.adding = None, uuid4(), True
    copy.save()
    return copy


def test_nobody_does_a_task_of_the_own_appeal(case):
    decided(case.all_vote(R, U))
    with pytest.raises(AppealRefused) as error:
        do_task(task=RegistrarTask.objects.get(), note="", by=case.appeal.student.user)
    assert error.value.code == "own"


def test_an_honest_verdict_is_not_changed(aigerim, exam, admin):
    release = released_attempt(aigerim, exam, admin, honest=True)
    lines = [Contested(LineKind.VERDICT.value, "Say it louder.")]
    case = make_case(aigerim, exam, admin, release=release, lines=lines).open_vote()
    with pytest.raises(AppealRefused) as error:
        case.vote("teacher1", C)
    assert error.value.code == "outcome"


def test_two_lines_that_ask_for_a_repetition_give_one(aigerim, exam, admin, registrar):
    exam.closes_at = timezone.now()
    exam.save()
    release = released_attempt(aigerim, exam, admin, seen=SEEN[1:2])
    lines = [*lines_of(release)[:1], Contested(LineKind.CONDUCT.value, "The server was down.")]
    case = make_case(aigerim, exam, admin, release=release, lines=lines).open_vote().all_vote(R, R)
    assert [row.outcome for row in decided(case)] == [R, R]
    do_task(task=RegistrarTask.objects.get(), note="", by=registrar)
    assert Enrolment.objects.get(student=aigerim, exam=exam).extra_attempts == 1
