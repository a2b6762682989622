from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.exam_periods import Days, When, chosen, when

TODAY = date(2027, 1, 15)
_DAY = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def _periods(draw):
    rows = draw(st.lists(st.tuples(_DAY, st.integers(0, 60)), max_size=8))
    return [Days(key, first, first + timedelta(days=long)) for key, (first, long) in enumerate(rows)]


def _days(key: int, first: int, last: int) -> Days:
    return Days(key, TODAY + timedelta(days=first), TODAY + timedelta(days=last))


def test_the_one_that_goes_on_comes_before_the_next_and_the_last():
    past, now, later, next_one = _days(1, -90, -60), _days(2, -3, 3), _days(3, 100, 120), _days(4, 10, 20)
    assert chosen([past, later, now, next_one], TODAY) == now
    assert chosen([past, later, next_one], TODAY) == next_one
    assert chosen([past], TODAY) == past
    assert chosen([], TODAY) is None


def test_first_and_last_day_belong_to_a_session():
    assert when(TODAY, TODAY, TODAY) is When.NOW
    assert when(TODAY + timedelta(days=1), TODAY + timedelta(days=2), TODAY) is When.COMING
    assert when(TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY) is When.OVER


@given(_periods())
def test_what_is_chosen_does_not_depend_on_the_order(periods):
    found = chosen(periods, TODAY)
    assert found == chosen(periods[::-1], TODAY)
    states = {when(row.first, row.last, TODAY) for row in periods}
    best = next((state for state in (When.NOW, When.COMING, When.OVER) if state in states), None)
    assert (when(found.first, found.last, TODAY) if found else None) == best
