from hypothesis import given
from hypothesis import strategies as st

from oes.domain.spans import Span, clipped, joined, measured, subtracted

spans = st.lists(st.builds(lambda a, n: Span(a, a + n), st.integers(0, 500), st.integers(0, 60)), max_size=20)


@given(spans)
def test_joining_twice_equals_joining_once(rows):
    assert joined(joined(rows)) == joined(rows)


@given(spans, spans)
def test_what_is_cut_out_and_what_is_left_make_the_whole(rows, holes):
    inside = [part for row in joined(rows) for part in clipped(holes, row)]
    assert measured(subtracted(rows, holes)) + measured(inside) == measured(rows)


@given(spans)
def test_joined_spans_do_not_overlap(rows):
    out = joined(rows)
    assert all(a.end < b.start for a, b in zip(out, out[1:], strict=False))


def test_it_joins_across_small_gaps_only():
    assert joined([Span(0, 1), Span(3, 4), Span(10, 11)], gap_seconds=2) == [Span(0, 4), Span(10, 11)]
