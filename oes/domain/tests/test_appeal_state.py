"""The state table of an appeal."""

from datetime import UTC, datetime, timedelta

import pytest

from oes.domain.appeal_state import (
    ESCALATE_AFTER,
    ESCALATES_TO,
    NEXT,
    OPEN,
    OWNER,
    AppealState,
    Owner,
    escalated_to,
    may_follow,
    tells_of_task,
)

NOW = datetime(2026, 1, 14, tzinfo=UTC)


def test_the_table_names_every_state():
    assert set(NEXT) == set(OWNER) == set(AppealState)
    assert set(ESCALATES_TO) == {OWNER[state] for state in OPEN}


def test_every_open_state_leads_to_an_end_and_every_state_is_reached():
    ends = {state for state in AppealState if not NEXT[state]}
    for state in AppealState:
        seen, todo = set(), {state}
        while todo:
            seen |= todo
            todo = set().union(*(NEXT[one] for one in todo)) - seen
        assert seen & ends, state
    reached = set().union(*NEXT.values()) | {AppealState.FILED}
    assert reached == set(AppealState)


def test_only_what_is_over_has_no_owner():
    over = {AppealState.CLOSED, AppealState.REFUSED, AppealState.WITHDRAWN}
    assert {state for state in AppealState if OWNER[state] is Owner.NOBODY} == over


@pytest.mark.parametrize("state", AppealState)
def test_nothing_follows_itself(state):
    assert not may_follow(state, state)


@pytest.mark.parametrize("state", AppealState)
def test_lateness_goes_up_to_the_registrar(state):
    due = NOW
    assert escalated_to(state, due, NOW - timedelta(seconds=1)) is None
    late, later = escalated_to(state, due, NOW), escalated_to(state, due, NOW + ESCALATE_AFTER)
    if state in OPEN:
        assert late not in (None, OWNER[state], Owner.NOBODY)
        assert later is Owner.REGISTRAR
    else:
        assert late is later is None


@pytest.mark.parametrize(
    ("hours", "done", "told", "expected"),
    [(-1, False, False, False), (0, False, False, True), (9, True, False, False), (9, False, True, False)],
)
def test_a_late_task_is_told_once_while_it_is_open(hours, done, told, expected):
    assert tells_of_task(NOW, done=done, told=told, now=NOW + timedelta(hours=hours)) is expected
