"""When a program that reports all the time said nothing."""

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.silence import silent_episodes
from oes.domain.spans import Span

BEATS = [float(at) for at in range(0, 200, 10)]


def silent(heard, end=300.0, *, expected=False):
    found = silent_episodes(heard, kind="extension_silent", source="extension", end_seconds=end, expected=expected)
    return [episode.span for episode in found]


def test_signs_of_life_leave_no_silence():
    assert silent(BEATS, 200.0) == []


def test_a_program_that_stops_is_silent_up_to_the_end():
    assert silent(BEATS) == [Span(190.0, 300.0)]


def test_a_hole_lies_between_two_words():
    assert silent([0.0, 10.0, 80.0, 90.0], 100.0) == [Span(10.0, 80.0)]


def test_one_that_was_never_there_was_silent_only_where_it_had_to_be():
    assert silent([]) == []
    assert silent([], expected=True) == [Span(0.0, 300.0)]


def test_one_that_came_late_was_silent_before_only_where_it_had_to_be():
    late = [at + 100 for at in BEATS]
    assert silent(late) == []
    assert silent(late, expected=True) == [Span(0.0, 100.0)]


def test_what_comes_after_the_end_is_not_looked_at():
    assert silent([*BEATS, 900.0], 240.0) == []


@given(st.lists(st.floats(0, 4000)), st.floats(0, 3600), st.booleans())
def test_spans_are_long_within_the_attempt_and_apart(heard, end, expected):
    spans = silent(heard, end, expected=expected)
    assert all(span.seconds > 60 and span.start >= 0 and span.end <= end for span in spans)
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    assert not [at for at in heard for span in spans if span.start < at < span.end]
