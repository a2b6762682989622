"""Marking: distribution, cross-check, the final mark, agreement."""

from collections import Counter
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.marking import (
    Basis,
    MarkerSeat,
    Rule,
    Settled,
    distribute,
    may_cross,
    mean_of_closest,
    settle,
    third_marker,
    turns_needed,
    weighted_kappa,
)

TERMS = {"cross": True, "maximum": D(100), "threshold_percent": 15, "rule": Rule.CLOSEST}
seats = st.lists(st.integers(1, 4) | st.none(), min_size=1, max_size=7).map(
    lambda departments: [MarkerSeat(n, department) for n, department in enumerate(departments)]
)
points = st.decimals(0, 100, places=1)


@given(st.integers(0, 40), seats, st.booleans())
def test_it_gives_each_work_to_markers_of_different_departments(count, seats, cross):
    by_work: dict[int, list[MarkerSeat]] = {}
    for one in distribute(range(count), seats, cross=cross):
        by_work.setdefault(one.work, []).append(seats[one.marker])
        assert one.turn == len(by_work[one.work])
    possible = any(may_cross(b, [a]) for a in seats for b in seats) if cross else True
    assert set(by_work) == (set(range(count)) if possible else set())
    for first, *second in by_work.values():
        assert len(second) == cross
        assert all(may_cross(one, [first]) for one in second)


@given(st.integers(0, 60), seats)
def test_loads_are_level_with_one_marker_each(count, seats):
    loads = Counter({seat.key: 0 for seat in seats})
    loads.update(one.marker for one in distribute(range(count), seats, cross=False))
    assert max(loads.values()) - min(loads.values()) <= 1


def test_loads_are_level_in_the_cross_check_of_two_equal_departments():
    seats = [MarkerSeat(1, 1), MarkerSeat(2, 1), MarkerSeat(3, 2), MarkerSeat(4, 2)]
    loads = Counter(one.marker for one in distribute(range(30), seats, cross=True))
    assert set(loads.values()) == {15}


def test_who_has_works_already_gets_fewer():
    given = distribute(range(10), [MarkerSeat(1, 1, load=8), MarkerSeat(2, 1)], cross=False)
    assert Counter(one.marker for one in given) == {1: 1, 2: 9}


def test_an_unknown_department_is_no_other_one():
    assert distribute([1], [MarkerSeat(1, None), MarkerSeat(2, 5)], cross=True) == []


def test_the_third_is_of_a_third_department_where_there_is_one():
    first, second = MarkerSeat(1, 1), MarkerSeat(2, 2)
    assert third_marker([first, second], [first, second, MarkerSeat(3, 1), MarkerSeat(4, 3, load=9)]).key == 4
    assert third_marker([first, second], [first, second, MarkerSeat(3, 1)]).key == 3
    assert third_marker([first, second], [first, second]) is None


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        ([], None),
        ([70], None),
        ([70, 80], Settled(D("75.00"), Basis.MEAN)),
        ([70, 85], Settled(D("77.50"), Basis.MEAN)),  # at the threshold, not above it
        ([70, 86], None),
        ([40, 90, 80], Settled(D("85.00"), Basis.CLOSEST)),
        ([40, 90, 65], Settled(D("65.00"), Basis.CLOSEST)),
    ],
)
def test_the_final_mark(marks, told):
    assert settle([D(mark) for mark in marks], **TERMS) == told


def test_the_third_may_decide_alone():
    assert settle([D(40), D(90), D(80)], **TERMS | {"rule": Rule.THIRD}) == Settled(D("80.00"), Basis.THIRD)


def test_one_marker_is_enough_without_a_cross_check():
    assert settle([D("71.5")], **TERMS | {"cross": False}) == Settled(D("71.50"), Basis.ONE)


@given(st.lists(points, min_size=0, max_size=3), st.booleans(), st.integers(0, 100), st.sampled_from(Rule))
def test_a_mark_lies_between_the_marks_it_is_made_of(marks, cross, threshold, rule):
    terms = {"cross": cross, "maximum": D(100), "threshold_percent": threshold}
    settled = settle(marks, rule=rule, **terms)
    assert (settled is None) == (len(marks) < turns_needed(marks, **terms))
    if settled:
        assert min(marks) <= settled.points <= max(marks)


@given(points, points, points)
def test_the_order_of_marks_changes_nothing(a, b, c):
    assert mean_of_closest([a, b, c]) == mean_of_closest([c, a, b])


def table(rows):
    return [(D(i), D(j)) for i, row in enumerate(rows) for j, count in enumerate(row) for _ in range(count)]


def by_categories(rows):
    """Cohen's formula of 1968, over a table of counts."""
    total, size = sum(map(sum, rows)), len(rows)
    across, down = [sum(row) for row in rows], [sum(row[j] for row in rows) for j in range(size)]
    cells = [(i, j) for i in range(size) for j in range(size)]
    seen = sum((i - j) ** 2 * rows[i][j] for i, j in cells)
    chance = sum((i - j) ** 2 * across[i] * down[j] / total for i, j in cells)
    return 1 - seen / chance


@pytest.mark.parametrize(
    ("rows", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.4),  # two categories: the same as Cohen's kappa without weights
        ([[10, 0, 0], [0, 10, 0], [0, 0, 10]], 1.0),
        ([[5, 5], [5, 5]], 0.0),
        ([[0, 0, 7], [0, 0, 0], [7, 0, 0]], -1.0),
    ],
)
def test_kappa_has_known_values(rows, kappa):
    assert weighted_kappa(table(rows)) == pytest.approx(kappa)


@given(st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=4, max_size=4))
def test_kappa_is_that_of_the_formula_over_categories(rows):
    ours = weighted_kappa(table(rows))
    if ours is not None:
        assert ours == pytest.approx(by_categories(rows))


def test_kappa_says_nothing_of_one_pair_or_of_equal_marks():
    assert weighted_kappa([(D(1), D(2))]) is None
    assert weighted_kappa([(D(5), D(5))] * 3) is None
