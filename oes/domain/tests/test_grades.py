"""The gate: figures become grades, and grades decide what may lower trust."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.figures import FIGURES
from oes.domain.grades import Figure, Grade, grade_of, upper_rate
from oes.domain.policy import DEFAULT_WEIGHTS
from oes.domain.violations import KINDS

HOUR = 3600.0
counts = st.integers(0, 60)
hours = st.floats(0.01, 5000)


def test_no_alarm_in_nine_minutes_bounds_the_rate_at_about_twenty_an_hour():
    assert upper_rate(0, 9.2 / 60) == pytest.approx(19.54, abs=0.01)


@pytest.mark.parametrize(("count", "limit"), [(0, 2.996), (1, 4.744), (2, 6.296), (10, 16.962), (100, 118.08)])
def test_it_gives_the_limits_of_the_tables(count, limit):
    assert upper_rate(count, 1.0) == pytest.approx(limit, rel=1e-3)


def test_without_footage_nothing_is_known():
    assert upper_rate(0, 0.0) == inf


@given(counts, hours)
def test_the_limit_lies_above_what_was_counted_and_falls_with_exposure(count, exposure):
    assert upper_rate(count, exposure) > count / exposure
    assert upper_rate(count, 2 * exposure) < upper_rate(count, exposure) < upper_rate(count + 1, exposure)


@pytest.mark.parametrize(
    ("figure", "direct", "grade"),
    [
        (None, True, Grade.INFORMATIVE),
        (Figure(552, 0, 4, 4), True, Grade.PROVISIONAL),
        (Figure(552, 1, 4, 4), True, Grade.INFORMATIVE),
        (Figure(552, 0, 4, 0), True, Grade.INFORMATIVE),  # it finds nothing at all
        (Figure(120, 0, 4, 4), True, Grade.INFORMATIVE),  # two minutes are no measurement
        (Figure(16 * HOUR, 0, 30, 25), True, Grade.MEASURED),
        (Figure(16 * HOUR, 0, 29, 29), True, Grade.PROVISIONAL),  # too few events: recall is not known
        (Figure(14 * HOUR, 0, 30, 25), True, Grade.PROVISIONAL),
        (Figure(2 * HOUR, 0, 30, 25), False, Grade.MEASURED),
        (Figure(100 * HOUR, 11, 30, 25), True, Grade.MEASURED),
        (Figure(100 * HOUR, 14, 30, 25), True, Grade.INFORMATIVE),
        (Figure(100 * HOUR, 14, 30, 25), False, Grade.MEASURED),
    ],
)
def test_it_grades_by_limit_and_recall(figure, direct, grade):
    assert grade_of(figure, direct=direct) == grade


@given(st.builds(Figure, st.floats(0, 1e6), counts, st.integers(0, 50), st.integers(0, 50)), st.booleans())
def test_one_more_false_alarm_never_gives_weight(figure, direct):
    worse = Figure(figure.exposure_seconds, figure.false_alarms + 1, figure.events, figure.found)
    if grade_of(worse, direct=direct).weighs:
        assert grade_of(figure, direct=direct).weighs


def test_every_default_weight_passes_the_gate():
    assert {key for key, weight in DEFAULT_WEIGHTS.items() if weight.cap and not KINDS[key].grade.weighs} == set()


def test_every_weighing_kind_has_figures_or_tests_to_show():
    for kind in KINDS.values():
        if kind.grade.weighs:
            assert kind.tested or grade_of(kind.figure, direct=kind.direct) == kind.grade, kind.key


def test_the_figures_are_of_kinds_that_there_are():
    assert set(FIGURES) <= set(KINDS)
