from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.policy import Policy
from oes.domain.retention import LEAST_DAYS, MOST_DAYS, OF_ATTEMPT, Kind, days_of, due, holds, kept_days

END = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAYS = st.integers(LEAST_DAYS, MOST_DAYS)


def policies():
    return st.builds(Policy, **{f"keep_{kind}_days": DAYS for kind in Kind})


def test_every_kind_has_days_in_the_rules():
    assert set(days_of(Policy())) == set(Kind)


@given(policies(), policies())
def test_nothing_is_kept_longer_than_promised_or_than_the_newest_rules_say(promised, newest):
    kept = kept_days(promised, newest)
    for kind in Kind:
        assert kept[kind] == min(days_of(promised)[kind], days_of(newest)[kind])
        assert kept[kind] <= getattr(promised, f"keep_{kind}_days")
    assert all(kept[kind] <= kept[Kind.RESULTS] for kind in OF_ATTEMPT)


@given(policies(), st.integers(0, 4000), st.integers(0, 400))
def test_what_is_due_stays_due(policy, days, later):
    kept = days_of(policy)
    now = END + timedelta(days=days)
    assert set(due(END, kept, now)) <= set(due(END, kept, now + timedelta(days=later)))


def test_a_kind_is_due_when_its_days_are_over_to_the_second():
    days = days_of(Policy(keep_media_days=10, keep_measures_days=20))
    assert due(END, days, END + timedelta(days=10, seconds=-1)) == []
    assert due(END, days, END + timedelta(days=10)) == [Kind.MEDIA]


@pytest.mark.parametrize(
    ("until", "lifted", "kept"),
    [
        (None, False, True),
        (None, True, False),
        (date(2026, 6, 1), False, True),
        (date(2026, 5, 31), False, False),
        (date(2026, 6, 2), True, False),
    ],
)
def test_a_hold_keeps_through_its_last_day(until, lifted, kept):
    assert holds(until, lifted, date(2026, 6, 1)) is kept
