"""Late appeals are told to the next above, a day later to the registrar, once each; the session's board shows them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.appeals.board_waiting import appeals
from oes.appeals.escalation import escalate_next
from oes.appeals.models import Appeal, Decision, PanelMember, RegistrarTask
from oes.appeals.tests.decided import make_case
from oes.domain.appeal_state import OPEN
from oes.domain.open_states import KINDS, ownerless
from oes.journal.models import Entry
from oes.notices.models import Notice


@pytest.fixture
def case(attempt):
    return make_case(attempt)


def late(case, hours, state="decided"):
    Appeal.objects.update(due_at=timezone.now() - timedelta(hours=hours), state=state, escalated_to="")
    case.appeal.refresh_from_db()


def told():
    rows = Notice.objects.filter(kind="appeal_late").values_list("user__username", flat=True)
    found = sorted(rows)
    Notice.objects.all().delete()
    return found


@pytest.mark.parametrize(
    ("state", "first"),
    [
        ("filed", ["chair0", "secretary4"]), ("decided", ["chair0", "secretary4"]),
        ("returned", ["aigerim", "secretary4"]), ("tied", ["chair0", "registrar"]),
        ("voting", ["chair0", "student3", "teacher1", "teacher2"]),
    ],
)  # fmt: skip
def test_owner_and_next_above_are_told_once(case, registrar, state, first):
    late(case, 1, state)
    assert escalate_next() and told() == first
    assert not escalate_next() and not told()
    if state != "tied":
        Appeal.objects.update(due_at=timezone.now() - timedelta(hours=25))
        assert escalate_next() and "registrar" in told()
        assert not escalate_next()


@pytest.fixture
def task(case):
    Appeal.objects.update(due_at=timezone.now() + timedelta(days=1))
    decision = Decision.objects.order_by("pk").first()
    due = timezone.now() + timedelta(hours=1)
    return RegistrarTask.objects.create(decision=decision, kind=RegistrarTask.Kind.CHANGE_MARK, due_at=due)


def test_a_late_task_is_told_once_to_its_owner_and_the_next_above(task, registrar, admin):
    assert not escalate_next()
    RegistrarTask.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert escalate_next() and not escalate_next()
    text = Notice.objects.filter(user=registrar).get().text
    assert told() == sorted({admin.username, registrar.username})
    assert "ауыстыру" in text or "измен" in text or "mark" in text
    assert Entry.objects.filter(action="appeal_task_late").count() == 1


def test_nobody_is_told_of_a_task_that_is_done(task, registrar):
    RegistrarTask.objects.update(due_at=timezone.now() - timedelta(days=9), done_at=timezone.now())
    assert not escalate_next() and not told()


def test_before_the_deadline_and_after_the_end_nobody_is(case):
    late(case, -1)
    assert not escalate_next()
    Appeal.objects.update(state="closed", due_at=None)
    assert not escalate_next() and not told()


def test_who_has_a_conflict_is_passed_over(case, registrar):
    PanelMember.objects.filter(member__role="chair").update(recused_at=timezone.now())
    late(case, 1)
    assert escalate_next()
    assert told() == ["registrar", "secretary4"]


def test_the_second_of_two_late_ones_is_not_forgotten(case, daniyar, registrar):
    late(case, 2)
    row = case.appeal
    other = Appeal.objects.create(
        number=8, organisation=row.organisation, student=daniyar, exam=row.exam, commission=row.commission, course=1,
        contacts="+7", topics=["content"], text="?", filed_at=row.filed_at, changed_at=row.filed_at,
        due_at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    assert escalate_next() and escalate_next() and not escalate_next()
    entries = Entry.objects.filter(action="appeal_escalated").values_list("content__number", "content__to")
    assert sorted(entries) == [(7, "chair"), (8, "chair")]
    assert Appeal.objects.filter(pk=other.pk, escalated_to="chair").exists()


def test_every_open_state_stands_on_the_board_of_the_session_with_an_owner(case):
    for state in sorted(OPEN):
        late(case, 1, state)
        (shown,) = appeals(case.appeal.period, timezone.now())
        assert shown.kind in KINDS and not ownerless([shown])
        assert (shown.due, shown.count) == (case.appeal.due_at, 1)
    Appeal.objects.update(state="refused", due_at=None)
    assert not list(appeals(case.appeal.period, timezone.now()))
