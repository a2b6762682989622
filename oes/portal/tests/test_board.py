from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oes.domain.open_states import ownerless
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam, ExamPeriod, Place, Seat, SeatBooking
from oes.exams.services import add_photo, add_policy
from oes.portal.board import board_of
from oes.portal.models import Problem
from oes.portal.proposal import give_proctors, plan_rest
from oes.portal.tests.scenes import FIRST, make_scene
from oes.violations.models import Trust


@pytest.fixture
def scene(organisation, registrar):
    return make_scene(organisation, registrar)


@pytest.fixture
def client(signed_in, registrar, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(registrar)


def kinds(board):
    return {line.kind: line.count for line in board.waiting}


def test_the_board_tells_what_is_planned_and_what_is_not(scene):
    board = board_of(scene.period, timezone.now())
    assert (board.totals.subjects, board.totals.obligatory, board.totals.exams) == (3, 3, 0)
    assert kinds(board) == {"not_planned": 3}
    plan_rest(period=scene.period, by=scene.registrar)
    board = board_of(scene.period, timezone.now())
    assert (board.totals.exams, board.totals.students, board.totals.sittings) == (3, 4, 8)
    assert kinds(board) == {"no_rules": 3, "no_tasks": 3, "no_proctors": 3}
    assert not ownerless(board.states)


def test_an_exam_is_ready_once_nothing_is_lacking(scene):
    plan_rest(period=scene.period, by=scene.registrar)
    give_proctors(period=scene.period, by=scene.registrar)
    add_policy(organisation=scene.organisation, policy=Policy())
    Exam.objects.update(address="https://test.example/")
    board = board_of(scene.period, timezone.now())
    assert board.all_faculties.ready == 3
    assert not board.waiting
    Exam.objects.filter(title="Subject 0").update(format="written")
    assert kinds(board_of(scene.period, timezone.now())) == {"no_place": 1}
    exam = Exam.objects.get(title="Subject 0")
    place = Place.objects.create(organisation=scene.organisation, name="204", kind="room")
    rows = list(exam.enrolments.all())
    for number, enrolment in enumerate(rows, 1):
        booking = SeatBooking(enrolment=enrolment, seat=Seat.objects.create(place=place, number=number))
        booking.starts_at, booking.ends_at, booking.code = exam.opens_at, exam.closes_at, f"{number:06}"
        booking.save()
    assert kinds(board_of(scene.period, timezone.now())) == {}
    SeatBooking.objects.filter(enrolment=rows[0]).update(cancelled_at=timezone.now())
    assert kinds(board_of(scene.period, timezone.now())) == {"no_place": 1}


def test_deadlines_that_are_over_are_late(scene):
    plan_rest(period=scene.period, by=scene.registrar)
    lines = {line.kind: line for line in board_of(scene.period, FIRST - timedelta(days=1)).waiting}
    assert lines["no_proctors"].late == 3
    assert lines["no_proctors"].due == FIRST - timedelta(days=3)
    assert not {line.kind for line in board_of(scene.period, FIRST + timedelta(days=9)).waiting}


def test_photos_and_attempts_wait_for_the_administration(scene, attempt):
    Exam.objects.filter(pk=attempt.enrolment.exam_id).update(period=scene.period)
    add_photo(student=scene.students[0], body=b"\xff\xd8\xffx", extension="jpg", sha256="a" * 64, source="roster")
    attempt.state, attempt.ended_at = "submitted", timezone.now()
    attempt.save()
    Trust.objects.create(
        attempt=attempt, state="insufficient_evidence", coverage=0.1, counted_seconds=600, is_final=True,
        built_at=timezone.now(),
    )  # fmt: skip
    board = board_of(scene.period, timezone.now())
    assert (kinds(board)["photo_waits"], kinds(board)["attempt_unjudged"]) == (1, 1)
    assert [(line.sitting, line.done) for line in board.running] == [(0, 1)]
    assert not ownerless(board.states)


def test_the_address_without_a_period_leads_to_the_one_that_is_next(scene, client):
    ExamPeriod.objects.create(
        organisation=scene.organisation, title="Old", starts_on="2020-01-01", ends_on="2020-02-01"
    )
    assert client.get(reverse("portal:board")).url == reverse("portal:period", args=[scene.period.uuid])


def test_without_a_period_the_board_says_so(client, organisation):
    assert "No exam session yet" in client.get(reverse("portal:board")).content.decode()


@pytest.mark.parametrize("name", ["period", "period_exams", "waiting", "plan", "slots"])
def test_pages_ask_as_often_for_many_exams_as_for_few(scene, client, name):
    plan_rest(period=scene.period, by=scene.registrar)
    place = reverse(f"portal:{name}", args=[scene.period.uuid])
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    more = [
        Exam(
            organisation=scene.organisation, period=scene.period, title=f"More {number}", opens_at=FIRST,
            closes_at=FIRST + timedelta(hours=2),
        )
        for number in range(40)
    ]  # fmt: skip
    Exam.objects.bulk_create(more)
    Enrolment.objects.bulk_create([Enrolment(exam=exam, student=scene.students[0]) for exam in more])
    with CaptureQueriesContext(connection) as many:
        assert client.get(place).status_code == 200
    assert len(many) == len(few)


def test_the_list_of_what_waits_can_be_narrowed(scene, client):
    plan_rest(period=scene.period, by=scene.registrar)
    place = reverse("portal:waiting", args=[scene.period.uuid])
    page = client.get(place, {"kind": "no_tasks", "owner": "teacher"}).content.decode()
    assert page.count("Exams without tasks or testing system</a>") == 3
    assert "Exams with too few proctors</a>" not in page
    assert "Nothing is open" in client.get(place, {"kind": "x"}).content.decode()


def test_exams_that_lack_something_can_be_chosen(scene, client):
    plan_rest(period=scene.period, by=scene.registrar)
    place = reverse("portal:period_exams", args=[scene.period.uuid])
    Exam.objects.filter(title="Subject 1").update(address="https://test.example/")
    page = client.get(place, {"lacks": "no_tasks"}).content.decode()
    assert "Subject 1</a>" not in page
    assert "Subject 2</a>" in page


def test_technical_problems_wait_with_their_own_deadline(scene, proctor):
    due = timezone.now() + timedelta(minutes=10)
    told = {"student": scene.students[0], "kind": "camera", "due_at": due}
    Problem.objects.create(**told)
    Problem.objects.create(**told, state="taken", taken_by=proctor)
    Problem.objects.create(**told, state="waiting")
    Problem.objects.create(student=scene.students[0], kind="camera", state="answered")
    states = [state for state in board_of(scene.period, timezone.now()).states if state.kind == "problem_unanswered"]
    assert sorted((state.owner, state.person) for state in states) == [
        ("helpdesk", ""), ("helpdesk", "proctor"), ("student", "Student 0"),
    ]  # fmt: skip
    assert {state.due for state in states} == {due}


@pytest.mark.parametrize("name", ["period_exams", "waiting"])
def test_tables_can_be_saved(scene, client, name):
    plan_rest(period=scene.period, by=scene.registrar)
    answer = client.get(reverse(f"portal:{name}", args=[scene.period.uuid]), {"export": "csv"})
    assert "Subject 1" in answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
