"""Scoring on time: found, missed, false, by numbers and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.accuracy.events import Score, score, total
from oes.domain.spans import Span, joined

LENGTH = 120.0
spans = st.lists(
    st.builds(lambda start, length: Span(start, min(LENGTH, start + length)), st.floats(0, 110), st.floats(0.5, 30)),
    max_size=6,
)
labels_apart = spans.map(lambda some: joined(some, 4.0))


def test_an_event_is_found_from_half_of_it_on():
    (half,) = score([Span(10, 15)], [Span(10, 20)], seconds=LENGTH).matches
    (less,) = score([Span(10, 14.9)], [Span(10, 20)], seconds=LENGTH).matches
    assert (half.found, half.overlap, half.iou) == (True, 0.5, 0.5)
    assert not less.found


def test_two_violations_together_find_one_event():
    result = score([Span(10, 13), Span(16, 20)], [Span(10, 20)], seconds=LENGTH)
    assert (result.recall, result.violations, result.false_alarms) == (1.0, 2, 0)


def test_a_violation_that_goes_on_for_too_long_has_false_seconds_and_a_small_union():
    result = score([Span(10, 60)], [Span(10, 20)], seconds=LENGTH)
    assert result.found == 1
    assert result.false_seconds == 39.0
    assert result.matches[0].iou == pytest.approx(0.2)
    assert not result.matches[0].edges


def test_what_touches_no_label_is_a_false_alarm_per_hour_without_the_kind():
    result = score([Span(60, 65)], [Span(10, 20)], seconds=LENGTH)
    assert (result.false_alarms, result.exposure_seconds) == (1, 110.0)
    assert result.false_alarms_per_hour == pytest.approx(3600 / 110)
    assert (result.recall, result.precision) == (0.0, 0.0)


def test_a_second_beside_the_label_is_tolerated():
    assert score([Span(20.5, 25)], [Span(10, 20)], seconds=LENGTH).false_alarms == 0
    assert score([Span(21.5, 25)], [Span(10, 20)], seconds=LENGTH).false_alarms == 1


def test_what_is_ignored_is_neither_found_nor_false_nor_exposure():
    result = score([Span(30, 35)], [], seconds=LENGTH, ignored=[Span(25, 40)])
    assert result == Score(exposure_seconds=105.0)


def test_a_violation_over_two_events_counts_for_each():
    result = score([Span(10, 40)], [Span(10, 20), Span(30, 40)], seconds=LENGTH)
    assert [match.found for match in result.matches] == [True, True]
    assert result.false_alarms == 0


def test_it_says_how_late_the_edges_are():
    (match,) = score([Span(11.5, 19)], [Span(10, 20)], seconds=LENGTH).matches
    assert (match.start_error, match.end_error, match.edges) == (1.5, -1, True)


@given(spans, labels_apart)
def test_counts_stay_within_what_there_is(violations, labels):
    result = score(violations, labels, seconds=LENGTH)
    assert 0 <= result.found <= len(labels)
    assert 0 <= result.false_alarms <= result.violations <= len(violations)
    assert 0 <= result.exposure_seconds <= LENGTH
    assert all(0 <= match.iou <= match.overlap + 1e-6 <= 1 + 2e-6 for match in result.matches)


@given(labels_apart)
def test_the_labels_themselves_score_full(labels):
    result = score(labels, labels, seconds=LENGTH)
    assert result.found == len(labels)
    assert (result.false_alarms, result.false_seconds) == (0, 0)
    assert all(match.edges and match.iou == pytest.approx(1.0) for match in result.matches)


@given(spans, labels_apart, spans)
def test_more_violations_never_lose_an_event(violations, labels, more):
    before = score(violations, labels, seconds=LENGTH)
    after = score([*violations, *more], labels, seconds=LENGTH)
    assert after.found >= before.found
    assert after.false_alarms >= before.false_alarms


@given(spans, labels_apart, spans, labels_apart)
def test_scores_add_up(violations, labels, others, other_labels):
    one, two = score(violations, labels, seconds=LENGTH), score(others, other_labels, seconds=LENGTH)
    both = total([one, two])
    assert both.found == one.found + two.found
    assert both.exposure_seconds == one.exposure_seconds + two.exposure_seconds
