import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.accuracy.intervals import bootstrap, by_people, wilson

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_a_share_lies_inside_its_interval(counted):
    hits, n = counted
    low, high = wilson(hits, n)
    assert 0.0 <= low <= hits / n <= high <= 1.0


@given(counts)
def test_hits_and_misses_mirror_each_other(counted):
    hits, n = counted
    low, high = wilson(hits, n)
    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low))


@given(counts)
def test_more_samples_narrow_it(counted):
    hits, n = counted
    low, high = wilson(hits, n)
    narrower = wilson(10 * hits, 10 * n)
    assert narrower[1] - narrower[0] < high - low


def test_a_share_as_in_the_books():
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_bootstrap_repeats_itself_and_holds_the_mean():
    values = [0.0] * 40 + [1.0] * 60

    def mean(indices):
        return sum(values[i] for i in indices) / len(indices)

    low, high = bootstrap(len(values), mean)
    assert (low, high) == bootstrap(len(values), mean)
    assert low == pytest.approx(wilson(60, 100)[0], abs=0.03)
    assert high == pytest.approx(wilson(60, 100)[1], abs=0.03)
    assert bootstrap(0, mean) == (0.0, 1.0)


def test_samples_of_one_person_are_not_independent():
    hits = np.repeat([True, False], [180, 20])
    alone = by_people(np.arange(200), hits)
    together = by_people(np.arange(200) // 20, hits)
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])
    assert by_people(np.arange(200), hits) == alone


def test_where_all_agree_each_person_counts_once():
    assert by_people(np.arange(200) // 20, np.ones(200, dtype=bool)) == wilson(10, 10)
    assert by_people(np.array([]), np.array([], dtype=bool)) == (0.0, 1.0)
