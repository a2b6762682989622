"""F1 by interval and by time, by numbers."""

import pytest

from bench.accuracy.suites.speech import Heard, f1_by_interval, f1_by_time, harmonic
from oes.domain.spans import Span


def heard(labels, utterances) -> Heard:
    return Heard(60.0, tuple(labels), tuple(utterances), ())


def test_half_of_an_interval_is_enough_on_either_side():
    one = heard([Span(0, 10), Span(20, 30)], [Span(4, 10), Span(20, 22), Span(40, 41)])
    assert f1_by_interval([one]) == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))


def test_time_counts_seconds():
    assert f1_by_time([heard([Span(0, 10)], [Span(5, 15)])]) == pytest.approx(0.5)


def test_silence_that_is_left_alone_is_right_and_noise_that_is_heard_is_not():
    assert f1_by_time([heard([], [])]) == 1.0
    assert f1_by_interval([heard([], [Span(0, 1)])]) == 0.0
    assert harmonic(0, 5, 0, 0) == 0.0
