"""Deadlines in working days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.working_days import Calendar

ALMATY = ZoneInfo("Asia/Almaty")
ZONES = st.sampled_from([ALMATY, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu")])
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
CALENDARS = st.builds(
    Calendar, ZONES, st.frozensets(DAYS, max_size=30), st.frozensets(DAYS, max_size=10), st.booleans()
)


@pytest.mark.parametrize(
    ("moment", "days", "end"),
    [
        (datetime(2026, 1, 14, 9, tzinfo=ALMATY), 1, date(2026, 1, 15)),
        (datetime(2026, 1, 16, 23, 59, tzinfo=ALMATY), 1, date(2026, 1, 19)),  # a Friday: Monday
        (datetime(2026, 1, 17, 12, tzinfo=ALMATY), 0, date(2026, 1, 19)),
        (datetime(2026, 3, 20, 12, tzinfo=ALMATY), 1, date(2026, 3, 26)),  # Nauryz, 23 to 25 March
        (datetime(2026, 1, 14, 20, 30, tzinfo=UTC), 1, date(2026, 1, 16)),  # the 15th in Almaty already
    ],
)
def test_the_next_working_day(moment, days, end):
    calendar = Calendar(ALMATY, free=frozenset(date(2026, 3, day) for day in (23, 24, 25)))
    told = calendar.deadline(moment, days)
    assert told.astimezone(ALMATY) == datetime(end.year, end.month, end.day, tzinfo=ALMATY) + timedelta(days=1)


def test_exceptions_go_before_the_week():
    saturday, monday = date(2026, 1, 17), date(2026, 1, 19)
    calendar = Calendar(ALMATY, free=frozenset({monday}), working=frozenset({saturday, monday}))
    assert calendar.is_working(saturday)
    assert not calendar.is_working(monday)
    assert Calendar(ALMATY, works_on_saturday=True).is_working(saturday)


@given(CALENDARS, MOMENTS, st.integers(1, 15))
def test_a_deadline_leaves_so_many_whole_working_days(calendar, moment, days):
    end = calendar.deadline(moment, days).astimezone(calendar.zone)
    first = moment.astimezone(calendar.zone).date()
    last = (end - timedelta(microseconds=1)).date() if end.hour == 0 else end.date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(calendar.is_working(day) for day in between) == days
    assert calendar.is_working(last)
    assert calendar.deadline(moment, days) > moment


@given(CALENDARS, MOMENTS, MOMENTS, st.integers(0, 15))
def test_who_begins_later_is_never_due_earlier(calendar, one, other, days):
    first, second = sorted((one, other))
    assert calendar.deadline(first, days) <= calendar.deadline(second, days)
    assert calendar.deadline(first, days) <= calendar.deadline(first, days + 1)


def test_a_year_without_work_still_has_an_end():
    free = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(1500))
    assert Calendar(ALMATY, free=free).deadline(datetime(2026, 1, 1, tzinfo=UTC), 1) > datetime(2026, 12, 1, tzinfo=UTC)
