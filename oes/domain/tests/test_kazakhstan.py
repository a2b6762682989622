"""The proposed days off of a year."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.kazakhstan import KEYS, holidays_of


@given(st.integers(2000, 2100), st.booleans())
def test_each_day_is_proposed_once_and_none_is_given_for_a_day_that_is_off(year, saturdays):
    rows = holidays_of(year, works_on_saturday=saturdays)
    days = [row.day for row in rows]
    assert days == sorted(set(days))
    assert {row.key for row in rows} == KEYS
    assert all(row.day.year == year for row in rows)
    weekend = {6} if saturdays else {5, 6}
    assert not [row for row in rows if row.moved and row.day.weekday() in weekend]
    lost = [row for row in rows if row.day.weekday() in weekend and row.key != "christmas"]
    assert len([row for row in rows if row.moved]) == len(lost)


def test_the_days_of_2026_are_those_of_the_calendar():
    given = {row.day: row.key for row in holidays_of(2026) if row.moved}
    assert given == {
        date(2026, 3, 9): "women",
        date(2026, 3, 24): "nauryz",
        date(2026, 3, 25): "nauryz",
        date(2026, 5, 11): "victory",
        date(2026, 8, 31): "constitution",
        date(2026, 10, 26): "republic",
    }
