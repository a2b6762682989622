from hypothesis import given
from hypothesis import strategies as st

from oes.domain.spans import Span, joined, measured
from oes.domain.timeline import JOIN_SECONDS, Fault, missing

segments = st.lists(st.builds(lambda a, n: Span(a, a + n), st.integers(0, 300), st.integers(1, 20)), max_size=30)


@given(segments)
def test_recorded_and_missing_seconds_make_the_whole_attempt(rows):
    attempt = Span(0.0, 320.0)
    holes = missing(rows, attempt, [])
    assert measured(joined(rows, JOIN_SECONDS)) + sum(h.span.seconds for h in holes) == attempt.seconds


@given(st.permutations([Span(0, 8), Span(8, 16), Span(24, 32), Span(16, 24)]))
def test_segments_in_any_order_give_the_same_recording(rows):
    assert missing(rows + rows, Span(0.0, 32.0), []) == []


def test_a_gap_takes_the_reason_of_the_fault_that_covers_it_most():
    faults = [Fault(Span(19, 21), "reload"), Fault(Span(20, 29), "offline")]
    (hole,) = missing([Span(0, 20), Span(30, 40)], Span(0, 40), faults)
    assert (hole.span, hole.reason) == (Span(20, 30), "offline")


def test_a_gap_without_a_fault_is_unknown():
    (hole,) = missing([Span(0, 20)], Span(0, 40), [Fault(Span(1, 2), "reload")])
    assert hole.reason == "unknown"


def test_the_join_of_two_recorders_is_no_gap():
    assert missing([Span(0, 8), Span(8.3, 16)], Span(0, 16), []) == []
