"""What a clip of an event shows."""

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.clips import AFTER_SECONDS, BEFORE_SECONDS, LONGEST_SECONDS, clip_of
from oes.domain.spans import Span

seconds = st.floats(0, 20_000, allow_nan=False)


def test_it_begins_before_the_event_and_ends_after_it():
    assert clip_of(Span(100, 104), length=3600) == Span(100 - BEFORE_SECONDS, 104 + AFTER_SECONDS)


def test_of_a_long_event_it_shows_the_beginning():
    assert clip_of(Span(100, 900), length=3600) == Span(95, 95 + LONGEST_SECONDS)


def test_it_stays_inside_the_attempt():
    assert clip_of(Span(1, 2), length=8) == Span(0, 8)
    assert clip_of(Span(100, 101), length=50) is None


@given(seconds, seconds, seconds)
def test_no_clip_is_longer_than_a_minute_or_leaves_the_attempt(start, lasts, length):
    clip = clip_of(Span(start, start + lasts), length=length)
    if clip is None:
        assert length <= start - BEFORE_SECONDS or length == 0
    else:
        assert 0 <= clip.start < clip.end <= length
        assert clip.seconds <= LONGEST_SECONDS + 1e-6
        assert clip.start <= start or clip.end <= start + 1e-6


@given(seconds, st.floats(0, 45), seconds)
def test_the_beginning_of_the_event_is_always_in_it(start, lasts, more):
    length = start + 1 + more
    clip = clip_of(Span(start, start + lasts), length=length)
    assert clip is not None
    assert clip.start <= start < clip.end
