"""The split is fair, fixed, and keeps people together; choices prefer what is."""

from hypothesis import given
from hypothesis import strategies as st

from bench.accuracy.halves import chosen, halves
from bench.accuracy.sweeps import SWEEPS, curve
from oes.domain.policy import Thresholds

names = st.lists(st.tuples(st.text(max_size=4), st.integers()), max_size=40)


@given(names)
def test_everything_is_on_one_side_and_nobody_on_both(items):
    left, right = halves(items, person=lambda item: item[0])
    assert sorted([*left, *right]) == sorted(items)
    people = {name for name, _ in left}, {name for name, _ in right}
    assert not people[0] & people[1]
    assert 0 <= len(people[0]) - len(people[1]) <= 1


@given(names)
def test_the_order_of_the_items_decides_nothing(items):
    assert set(halves(items, person=lambda i: i[0])[0]) == set(halves(items[::-1], person=lambda i: i[0])[0])


def test_the_usual_value_stays_where_it_is_as_good_as_any():
    assert chosen([1, 2, 3], lambda value: (min(value, 2),), usual=3) == 3
    assert chosen([1, 2, 3], lambda value: (min(value, 2),), usual=1) == 3
    assert chosen([1, 2, 3], lambda value: (-value,), usual=3) == 1


def test_a_curve_keeps_the_best_recall_of_each_rate():
    assert curve([(2.0, 0.5), (0.0, 0.4), (2.0, 0.7), (1.0, None)]) == ((0.0, 0.4), (2.0, 0.7))


def test_every_sweep_moves_a_threshold_that_there_is():
    limits = Thresholds()
    for sweep in SWEEPS:
        assert min(sweep.values) <= sweep.usual(limits) <= max(sweep.values)
        assert getattr(sweep.applied(limits, sweep.values[0]), sweep.name) == sweep.values[0]
