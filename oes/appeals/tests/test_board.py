"""The secretary's board, and what the statistics say."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import make_student
from oes.appeals.models import Appeal, AppealLine, AppealStep, Decision
from oes.appeals.statistics import feedback_of, proposals, statistics_of
from oes.appeals.tests.decided import add_line, make_case, make_commission
from oes.domain.detector_feedback import Word
from oes.exams.models import Exam, Faculty
from oes.violations.models import Violation


@pytest.fixture
def case(attempt, settings):
    settings.LANGUAGE_CODE = "en"
    return make_case(attempt)


def another(case, number, state="filed", **fields):
    """Return one more appeal, of another student, on the same exam."""
    now, row = timezone.now(), case.appeal
    student = make_student(row.organisation, f"s{number}", f"Student {number}", "A")
    values = {"commission": row.commission, "faculty": row.faculty, "due_at": now + timedelta(days=1)} | fields
    return Appeal.objects.create(
        number=number, organisation=row.organisation, period=row.period, student=student, exam=row.exam, course=1,
        contacts="+7", topics=["content"], text="?", filed_at=now, changed_at=now, state=state, **values,
    )  # fmt: skip


def shown(client, **asked):
    page = client.get(reverse("appeals:board"), asked)
    assert page.status_code == 200
    return sorted(appeal.number for appeal in page.context["page"].object_list)


def test_it_shows_what_is_open_late_told_and_over(case, signed_in):
    past = timezone.now() - timedelta(hours=1)
    another(case, 21, due_at=past)
    another(case, 22, state="voting", due_at=past, escalated_to="chair")
    another(case, 23, state="closed", due_at=None)
    client = signed_in(case.secretary)
    found = {view: shown(client, view=view) for view in ("open", "late", "escalated", "over", "all")}
    assert found == {"open": [7, 21, 22], "late": [21, 22], "escalated": [22], "over": [23], "all": [7, 21, 22, 23]}
    page = client.get(reverse("appeals:board"))
    assert (page.context["totals"].late, page.context["totals"].escalated) == (2, 1)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [({"state": "voting"}, [22]), ({"owner": "secretary"}, [7, 21]), ({"q": "student 21"}, [21]), ({"q": "22"}, [22]),
     ({"state": "x", "period": "x", "faculty": "x", "owner": "x", "view": "x", "page": "x"}, [7, 21, 22]),
     ({"q": "9" * 30}, [])],
)  # fmt: skip
def test_it_can_be_narrowed_and_survives_nonsense(case, signed_in, asked, numbers):
    another(case, 21)
    another(case, 22, state="voting")
    assert shown(signed_in(case.secretary), **asked) == numbers


def test_a_secretary_sees_the_own_commission_and_what_will_come_to_it(case, signed_in, registrar, organisation):
    law = Faculty.objects.create(organisation=organisation, name="Law")
    make_commission(organisation, seats=(), faculty=law, period=case.appeal.period)
    another(case, 31, commission=None)
    another(case, 32, commission=None, faculty=law)
    assert shown(signed_in(case.secretary)) == [7, 31]
    assert shown(signed_in(registrar)) == [7, 31, 32]


def test_the_commission_for_the_rest_keeps_what_no_other_has(case, signed_in, organisation):
    period = case.appeal.period
    _, users = make_commission(organisation, seats=("secretary",), period=period)
    law, art = (Faculty.objects.create(organisation=organisation, name=name) for name in ("Law", "Art"))
    make_commission(organisation, seats=(), faculty=law, period=period)
    another(case, 41, commission=None, faculty=law)
    another(case, 42, commission=None, faculty=art)
    assert shown(signed_in(users["secretary0"])) == [42]


@pytest.mark.parametrize("name", ["board", "statistics"])
def test_pages_ask_as_often_for_many_appeals_as_for_few(case, signed_in, name):
    client, place = signed_in(case.secretary), reverse(f"appeals:{name}")
    with CaptureQueriesContext(connection) as few:
        client.get(place)
    for number in range(50, 62):
        add_line(another(case, number, state="decided"), 1, case.secretary, decided=True)
    with CaptureQueriesContext(connection) as many:
        assert client.get(place).status_code == 200
    assert len(many) == len(few)


@pytest.mark.parametrize("name", ["board", "statistics"])
def test_tables_can_be_saved(case, signed_in, name):
    answer = signed_in(case.secretary).get(reverse(f"appeals:{name}"), {"export": "csv", "view": "all"})
    assert "attachment" in answer["Content-Disposition"]
    assert ("7;Әділбаева" if name == "board" else "Appeals;filed;1") in answer.content.decode()


def test_figures_of_a_period(case):
    another(case, 61, via="mail")
    another(case, 62, state="withdrawn", due_at=None)
    decided_at = case.appeal.filed_at + timedelta(days=2)
    AppealStep.objects.create(appeal=case.appeal, state="decided", at=decided_at)
    upheld = another(case, 63, state="closed", due_at=None)
    line = AppealLine.objects.create(appeal=upheld, position=0, kind="mark")
    Decision.objects.create(line=line, outcome="uphold", reason="?", counts={}, by=case.secretary, at=timezone.now())
    found = statistics_of(Appeal.objects.all())
    assert (found.filed, found.by_mail, found.open, found.withdrawn) == (4, 1, 2, 1)
    assert (found.decided, found.changed, found.upheld) == (2, 1, 1)
    assert found.topics == {"violation": 1, "technical": 1, "content": 3}
    assert found.outcomes == {"change_verdict": 1, "deny_event": 1, "uphold": 1}
    assert found.days == (pytest.approx(2), pytest.approx(2))


def decide(case, count, outcome, kind="phone"):
    for _ in range(count):
        line = AppealLine.objects.create(
            appeal=case.appeal, position=100 + AppealLine.objects.count(), kind="event", event_kind=kind
        )
        Decision.objects.create(line=line, outcome=outcome, reason="?", counts={}, by=case.secretary, at=timezone.now())


def test_a_kind_that_is_denied_too_often_is_proposed_for_weight_0(case, admin, signed_in):
    organisation = case.appeal.organisation
    Violation.objects.create(
        attempt=case.appeal.attempt, kind="phone", start_seconds=185, end_seconds=192, confidence=1, direct=True
    )
    assert [(row.found, row.contested, row.decided, row.denied) for row in feedback_of(organisation)] == [(1, 1, 1, 1)]
    assert not proposals(organisation), "too few"
    decide(case, 29, "deny_event")
    decide(case, 40, "deny_event", kind="offline")
    assert {row.kind: row.word for row in feedback_of(organisation)}["phone"] is Word.PROPOSED
    assert [(one.kind, one.denied, one.decided) for one in proposals(organisation)] == [("phone", 30, 30)]
    page = signed_in(admin).get(reverse("exams:policy_new")).content.decode()
    assert "denied 30 of 30 contested events" in page and "Weight 0 is proposed" in page
    assert feedback_of(organisation, case.appeal.period)[0].decided == 40
    Exam.objects.update(period=case.appeal.period)
    assert "proposed: weight 0" in signed_in(admin).get(reverse("appeals:statistics")).content.decode()
