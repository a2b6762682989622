"""The panel's page of a case, and the registrar's tasks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oes.appeals.deciding import set_hearing
from oes.appeals.deciding_decision import decide
from oes.appeals.models import AppealRules, Ballot, Decision, Hearing, PanelMember, RegistrarTask, Statement
from oes.appeals.tests.deciding_scene import make_case
from oes.appeals.tests.scenes import SEEN, lines_of, made_late, released_attempt
from oes.domain.appeal_state import AppealState
from oes.domain.voting import Outcome

pytestmark = pytest.mark.usefixtures("in_english")

U, D, C, R = Outcome.UPHOLD, Outcome.DENY_EVENT, Outcome.CHANGE_VERDICT, Outcome.REPEAT_EXAM


@pytest.fixture
def case(aigerim, exam, admin):
    release = released_attempt(aigerim, exam, admin, seen=SEEN[1:2])
    return make_case(aigerim, exam, admin, release=release, lines=lines_of(release))


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def url(case, name="deciding"):
    return reverse(f"appeals:{name}", args=[case.appeal.uuid])


def test_who_stands_aside_or_is_a_stranger_to_the_case_finds_nothing(case, signed_in):
    sub = signed_in(case.user("teacher-sub1"))
    assert sub.get(url(case)).status_code == 404
    teacher = signed_in(case.user("teacher1"))
    assert teacher.get(url(case)).status_code == 200
    seat = PanelMember.objects.get(member__user__username="teacher1")
    answer = teacher.post(url(case, "aside"), {"seat": seat.uuid, "reason": "I taught her."})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert teacher.get(url(case)).status_code == 404
    assert sub.get(url(case)).status_code == 200


def test_a_teacher_makes_nobody_else_stand_aside(case, signed_in):
    other = PanelMember.objects.get(member__user__username="teacher2")
    answer = signed_in(case.user("teacher1")).post(url(case, "aside"), {"seat": other.uuid, "reason": "!"})
    assert answer.status_code == 200
    other.refresh_from_db()
    assert other.recused_at is None


def test_what_was_typed_stays_when_it_cannot_be_written(case, signed_in):
    page = signed_in(case.user("secretary1"))
    sent = {"at": "2001-01-01T10:00", "link": "http://insecure.example", "place": "Room 204, second floor"}
    answer = page.post(url(case, "hearing"), sent)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Room 204, second floor" in text
    assert "http://insecure.example" in text
    assert not Hearing.objects.exists()
    case.open_vote().all_vote(C, D)
    answer = signed_in(case.user("teacher1")).post(url(case, "statement"), {"text": "Too late, but mine."})
    assert "Too late, but mine." in answer.content.decode()
    assert not Statement.objects.exists()


@pytest.mark.parametrize("at", ["", "tomorrow", "2999-99-99T10:00", "9999-12-31T23:59"])
def test_nonsense_in_the_hearing_is_no_error_of_the_server(case, signed_in, at):
    answer = signed_in(case.user("chair1")).post(url(case, "hearing"), {"at": at, "place": "204"})
    assert answer.status_code in (200, 302)


def test_the_ballot_is_sent_changed_and_kept_from_the_others(case, signed_in):
    case.open_vote()
    teacher, chair = signed_in(case.user("teacher1")), signed_in(case.user("chair1"))
    assert 'name="line1"' in teacher.get(url(case)).content.decode()
    assert teacher.post(url(case, "vote"), {"line1": C}).status_code == 200
    assert teacher.post(url(case, "vote"), {"line1": C, "line2": D}).status_code == 302
    assert Ballot.objects.count() == 2
    page = teacher.get(url(case)).content.decode()
    assert page.count("checked") == 2
    seen = chair.get(url(case)).content.decode()
    assert "has voted" in seen
    assert "checked" not in seen
    assert teacher.post(url(case, "vote"), {"line1": U, "line2": U}).status_code == 302
    assert set(Ballot.objects.values_list("outcome", flat=True)) == {U}


@pytest.mark.parametrize("secret", [True, False])
def test_who_voted_what_is_shown_where_votes_are_open_once_they_ended(case, signed_in, secret):
    AppealRules.objects.create(organisation=case.appeal.organisation, secret_votes=secret)
    case.open_vote().all_vote(C, D)
    answer = signed_in(case.user("teacher1")).get(url(case))
    assert [bool(row.who) for row in answer.context["lines"]] == [not secret] * 2
    assert [dict(row.counts) for row in answer.context["lines"]][1]["no violation"] == 6


def test_a_running_vote_shows_no_counts(case, signed_in):
    case.open_vote().vote("teacher1", C, D)
    rows = signed_in(case.user("chair1")).get(url(case)).context["lines"]
    assert [(row.counts, row.result, row.who) for row in rows] == [([], "", [])] * 2


def test_the_chair_decides_on_the_page(case, signed_in):
    case.open_vote()
    for number, user in enumerate(case.voters):
        case.vote(user.username, C, D if number % 2 else U)
    chair = signed_in(case.user("chair1"))
    page = chair.get(url(case)).content.decode()
    assert 'name="line2-outcome"' in page
    assert 'name="line1-outcome"' not in page
    sent = {"line1-reason": "No proof.", "line2-reason": ""}
    answer = chair.post(url(case, "decide"), sent)
    assert "No proof." in answer.content.decode()
    assert not Decision.objects.exists()
    sent |= {"line2-reason": "A poster.", "line2-outcome": D}
    assert chair.post(url(case, "decide"), sent).status_code == 302
    assert case.fresh().state == AppealState.DECIDED
    assert "A poster." in signed_in(case.user("student1")).get(url(case)).content.decode()


def test_panel_hearing_and_vote_are_led_on_the_page(case, signed_in):
    PanelMember.objects.all().delete()
    secretary, teacher = signed_in(case.user("secretary1")), signed_in(case.user("teacher1"))
    assert teacher.get(url(case)).status_code == 404
    assert secretary.post(url(case, "panel_open")).status_code == 302
    assert teacher.post(url(case, "panel_open")).status_code == 404
    assert (
        secretary.post(url(case, "hearing"), {"at": f"{in_hours(500):%Y-%m-%dT%H:%M}", "place": "204"}).status_code
        == 302
    )
    assert teacher.post(url(case, "vote_open")).status_code == 404
    assert case.fresh().state == AppealState.ACCEPTED
    assert secretary.post(url(case, "vote_open")).status_code == 302
    page = teacher.get(url(case)).content.decode()
    assert "Members vote from the hearing on." in page
    assert 'name="line1"' not in page


def test_names_are_hidden_from_members_where_the_rules_say_so(case, signed_in):
    AppealRules.objects.create(organisation=case.appeal.organisation, names_shown=False)
    name = case.appeal.student.full_name
    assert name not in signed_in(case.user("student1")).get(url(case)).content.decode()
    assert name in signed_in(case.user("secretary1")).get(url(case)).content.decode()


def test_a_late_vote_says_so(case, signed_in):
    case.open_vote()
    made_late(case.appeal)
    page = signed_in(case.user("teacher1")).get(url(case)).content.decode()
    assert "The vote has ended." in page
    assert 'name="line1"' not in page


def test_the_page_asks_the_same_number_of_questions_for_more_lines(case, signed_in):
    case.open_vote()
    teacher = signed_in(case.user("teacher1"))
    teacher.get(url(case))
    with CaptureQueriesContext(connection) as few:
        teacher.get(url(case))
    line = case.appeal.lines.last()
    for position in range(3, 12):
        line.pk, line.uuid, line.position, line._state.adding = None, uuid4(), position, True
        line.save()
    with CaptureQueriesContext(connection) as many:
        teacher.get(url(case))
    assert len(many) == len(few) <= 50


def test_a_member_finds_the_own_cases_and_what_waits_there(case, signed_in, django_assert_max_num_queries):
    case.open_vote()
    teacher = signed_in(case.user("teacher1"))
    page = teacher.get(reverse("appeals:cases"))
    assert [(row.pk, row.to_vote) for row in page.context["page"]] == [(case.appeal.pk, True)]
    case.vote("teacher1", C, D)
    assert [row.to_vote for row in teacher.get(reverse("appeals:cases")).context["page"]] == [False]
    assert not list(signed_in(case.user("teacher-sub1")).get(reverse("appeals:cases")).context["page"])
    secretary = signed_in(case.user("secretary1"))
    assert [row.to_vote for row in secretary.get(reverse("appeals:cases")).context["page"]] == [False]
    with django_assert_max_num_queries(12):
        teacher.get(reverse("appeals:cases") + "?view=over")


def test_the_student_sees_hearing_and_decision(case, signed_in):
    student, state = signed_in(case.appeal.student), reverse("appeals:state", args=[case.appeal.uuid])
    set_hearing(appeal=case.appeal, at=in_hours(1), link="https://meet.example/x", place="", by=case.user("chair1"))
    assert "https://meet.example/x" in student.get(state).content.decode()
    Hearing.objects.all().delete()
    case.open_vote().all_vote(C, D)
    assert "Not proven." not in student.get(state).content.decode()
    decide(appeal=case.appeal, words=case.words("Not proven."), by=case.user("chair1"))
    page = student.get(state).content.decode()
    assert page.count("Not proven.") == 2
    assert "no violation: 6" in page


def tasks(case):
    case.open_vote().all_vote(R, U)
    decide(appeal=case.appeal, words=case.words(), by=case.user("chair1"))
    return RegistrarTask.objects.get()


def test_the_registrar_does_a_task_and_saves_the_table(case, signed_in, registrar):
    task, office = tasks(case), signed_in(registrar)
    assert case.appeal.student.full_name in office.get(reverse("appeals:tasks")).content.decode()
    one = reverse("appeals:task", args=[task.uuid])
    assert "one more attempt" in office.get(one).content.decode()
    assert office.post(one, {"note": "x" * 501}).status_code == 200
    assert office.post(one, {"note": "Order 12"}).status_code == 302
    assert "Order 12" in office.get(one).content.decode()
    assert "Nothing waits here" in office.get(reverse("appeals:tasks")).content.decode()
    saved = office.get(reverse("appeals:tasks") + "?view=done&export=csv").content.decode("utf-8-sig")
    assert "Order 12" in saved
    assert office.get(reverse("appeals:tasks") + "?view=nonsense").status_code == 200


def test_late_tasks_are_marked(case, signed_in, registrar):
    task = tasks(case)
    RegistrarTask.objects.update(due_at=timezone.now())
    page = signed_in(registrar).get(reverse("appeals:tasks")).content.decode()
    assert "1 is late" in page
    assert str(task.uuid) in page


@pytest.mark.parametrize("secret", [True, False])
def test_rules_that_change_after_the_vote_was_opened_lay_no_vote_open(case, signed_in, secret):
    rules = {"organisation": case.appeal.organisation}
    AppealRules.objects.update_or_create(**rules, defaults={"secret_votes": secret})
    case.open_vote().all_vote(C, D)
    AppealRules.objects.update_or_create(**rules, defaults={"secret_votes": not secret})
    text = signed_in(case.user("teacher1")).get(url(case)).content.decode()
    assert ("teacher2: " in text) is not secret


def test_a_hearing_that_lies_too_far_ahead_is_refused(case, signed_in):
    case.open_vote()
    for at in ("9999-12-31T23:59", f"{in_hours(24 * 200):%Y-%m-%dT%H:%M}"):
        answer = signed_in(case.user("chair1")).post(url(case, "hearing"), {"at": at, "place": "204"})
        assert answer.status_code == 200
    assert not Hearing.objects.exists()


def test_nobody_learns_from_the_form_of_the_decision_how_a_running_vote_stands(case, signed_in):
    case.open_vote()
    for login, outcomes in zip(("chair1", "teacher1", "teacher2", "student1"), ((C, D), (U, U)) * 2, strict=True):
        case.vote(login, *outcomes)
    for login in ("chair1", "secretary1"):
        answer = signed_in(case.user(login)).post(url(case, "decide"), {}, follow=True)
        assert answer.redirect_chain
        assert b"line1-outcome" not in answer.content
