"""What holds for any number of sources."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.merging import LONGEST_DETAIL, Seen, merged
from oes.domain.spans import Span, joined, measured
from oes.domain.window import WindowEvent, switch_episodes

SOURCES = ["embed", "extension", "guard"]
moments = st.integers(0, 3000).map(lambda tenths: tenths / 10)
spans = st.builds(lambda start, length: Span(start, start + length), moments, st.integers(0, 300).map(lambda n: n / 10))
seen = st.lists(
    st.builds(Seen, st.sampled_from(SOURCES), spans, st.sampled_from(["", "Telegram", "chat.example"])), max_size=12
)
gaps = st.sampled_from([0.0, 2.0, 30.0])
events = st.lists(
    st.builds(
        WindowEvent,
        moments,
        st.sampled_from(["left", "left", "returned", "heartbeat", "stopped", "exam_started", "exam_ended"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(SOURCES),
        st.sampled_from(["", "Telegram", "chat.example"]),
    ),
    max_size=16,
)


def switches(told, end=300.0):
    return switch_episodes(told, end_seconds=end, least_seconds=1.0, join_gap_seconds=2.0)


@given(seen, gaps)
def test_it_spans_the_union_of_what_was_seen_and_nothing_else(told, gap):
    assert [one.span for one in merged(told, gap)] == joined((one.span for one in told), gap)
    if gap == 0:
        assert measured(one.span for one in merged(told, gap)) == measured(one.span for one in told)


@given(seen, gaps, st.randoms())
def test_order_and_repetition_do_not_matter(told, gap, random):
    again = [*told, *told]
    random.shuffle(again)
    assert merged(again, gap) == merged(told, gap)


@given(seen, gaps)
def test_merging_source_by_source_comes_to_the_same(told, gap):
    first = [Seen(s, one.span) for s in SOURCES for one in merged([t for t in told if t.source == s], gap)]
    assert [(m.span, m.source) for m in merged(first, gap)] == [(m.span, m.source) for m in merged(told, gap)]


@given(seen, gaps)
def test_every_source_is_named_once_and_each_name_fits(told, gap):
    for one in merged(told, gap):
        parts = one.source.split("+")
        assert parts == sorted(set(parts))
        assert set(parts) == {s.source for s in told if s.span.seconds > 0 and s.span.overlap(one.span) > 0}
        assert len(one.source) <= 60
        assert len(one.detail) <= LONGEST_DETAIL


@given(events)
def test_a_source_that_saw_the_same_adds_no_violation(told):
    """Of one page or start: a second page of the exam speaks for the first, a second start of a program does not."""
    embed = [replace(event, source="embed", page="a") for event in told]
    alone = switches(embed)
    for others in (["guard"], ["extension", "guard"]):
        both = switches([*embed, *(replace(event, source=source) for source in others for event in embed)])
        assert [e.span for e in both] == [e.span for e in alone]


@given(events, st.randoms())
def test_the_order_in_which_events_arrive_does_not_matter(told, random):
    mixed = list(told)
    random.shuffle(mixed)
    assert switches(mixed) == switches(told)


@given(events)
def test_no_switch_overlaps_another_leaves_the_attempt_or_is_too_short(told):
    found = switches(told)
    assert all(e.span.start >= 0 and e.span.end <= 300 and e.span.seconds >= 1.0 for e in found)
    assert all(after.span.start - before.span.end > 2.0 for before, after in zip(found, found[1:], strict=False))


@given(events)
def test_one_more_source_never_takes_a_second_away(told):
    embed = [event for event in told if event.source == "embed"]
    whole = switches(told)
    for one in switches(embed):
        assert any(e.span.start <= one.span.start and one.span.end <= e.span.end for e in whole)
