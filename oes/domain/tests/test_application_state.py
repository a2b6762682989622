"""The states of an application for cumulative assessment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.application_state import (
    NEXT,
    OPEN,
    OWNER,
    ApplicationState,
    due_on,
    may_apply,
    may_follow,
    working_days_after,
)

FRIDAY = date(2026, 1, 9)


def test_every_state_has_an_owner():
    assert set(NEXT) == set(OWNER) == set(ApplicationState)


@pytest.mark.parametrize("state", ApplicationState)
def test_exactly_the_open_states_have_a_deadline_and_can_be_withdrawn(state):
    assert (due_on(state, FRIDAY) is not None) == (state in OPEN)
    assert may_follow(state, ApplicationState.WITHDRAWN) == (state in OPEN)


def test_weekends_are_no_working_days():
    assert working_days_after(FRIDAY, 1) == date(2026, 1, 12)
    assert due_on(ApplicationState.SUBMITTED, FRIDAY) == date(2026, 1, 14)
    assert due_on(ApplicationState.RETURNED, FRIDAY) == date(2026, 1, 13)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 30))
def test_working_days_never_end_on_a_weekend(day, count):
    end = working_days_after(day, count)
    assert end >= day and (count == 0 or end.weekday() < 5)


def test_what_is_granted_stands_and_a_refusal_may_be_taken_back():
    assert not NEXT[ApplicationState.GRANTED]
    assert may_follow(ApplicationState.REFUSED, ApplicationState.GRANTED)


def test_applications_are_taken_up_to_the_last_day_included():
    until = date(2026, 1, 20)
    assert may_apply(until, first=None, until=until, last=date(2026, 2, 1))
    assert not may_apply(date(2026, 1, 21), first=None, until=until, last=date(2026, 2, 1))
    assert may_apply(date(2026, 2, 1), first=None, until=None, last=date(2026, 2, 1))
    assert not may_apply(date(2026, 1, 1), first=date(2026, 1, 2), until=None, last=date(2026, 2, 1))
