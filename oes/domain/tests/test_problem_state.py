"""The states of a technical problem."""

from datetime import UTC, datetime, timedelta

import pytest

from oes.domain.problem_state import NEXT, OPEN, OWNER, Owner, ProblemState, due_at, may_follow

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def test_every_state_has_an_owner_and_a_way_out():
    assert set(NEXT) == set(OWNER) == set(ProblemState)
    assert all(NEXT.values())


@pytest.mark.parametrize("state", ProblemState)
@pytest.mark.parametrize("urgent", [True, False])
def test_exactly_the_open_states_have_a_deadline(state, urgent):
    due = due_at(state, NOW, urgent=urgent)
    assert (due is not None) == (state in OPEN)
    assert due is None or due > NOW


def test_who_sits_the_exam_is_answered_within_minutes():
    assert due_at(ProblemState.NEW, NOW, urgent=True) == NOW + timedelta(minutes=15)
    assert due_at(ProblemState.NEW, NOW, urgent=False) == NOW + timedelta(hours=24)


def test_taking_a_problem_does_not_move_its_deadline_unless_it_has_passed():
    later, past = NOW + timedelta(minutes=5), NOW - timedelta(minutes=5)
    assert due_at(ProblemState.TAKEN, NOW, urgent=False, stands=later) == later
    assert due_at(ProblemState.TAKEN, NOW, urgent=True, stands=past) == NOW + timedelta(minutes=15)


def test_an_answer_can_be_contested_and_nothing_skips_the_helpdesk():
    assert may_follow(ProblemState.ANSWERED, ProblemState.NEW)
    assert not may_follow(ProblemState.ANSWERED, ProblemState.TAKEN)
    assert OWNER[ProblemState.WAITING] is Owner.STUDENT
