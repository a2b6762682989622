"""Each second is stored or in a gap with a reason: the account balances to the millisecond."""

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.account import account_of
from oes.domain.spans import Span
from oes.domain.timeline import Fault, KnownBy

END = 400.0
place = st.floats(-50, END + 50, allow_nan=False)
spans = st.lists(st.builds(lambda a, n: Span(a, a + n), place, st.floats(0, 60)), max_size=25)
faults = st.lists(
    st.builds(
        lambda span, reason, who: Fault(span, reason, who),
        st.builds(lambda a, n: Span(a, a + n), place, st.floats(0, 90)),
        st.sampled_from(["offline", "reload", "server_down", "device_asleep"]),
        st.sampled_from(list(KnownBy)),
    ),
    max_size=8,
)


@given(spans, st.floats(0, END), faults, spans)
def test_stored_and_missing_and_granted_seconds_are_the_attempt(recorded, end, told, pauses):
    account = account_of(recorded, Span(0.0, end), told, pauses)
    assert account.balance_ms == 0
    assert 0 <= account.coverage <= 1


@given(spans, faults, spans)
def test_nothing_is_in_two_places_and_nothing_between_them(recorded, told, pauses):
    account = account_of(recorded, Span(0.0, END), told, pauses)
    parts = sorted([*account.stored, *(gap.span for gap in account.gaps)])
    assert parts[0].start == 0.0
    assert parts[-1].end == END
    assert all(a.end == b.start for a, b in zip(parts, parts[1:], strict=False))


@given(spans, faults, spans, st.floats(0, END), st.floats(0.001, 30))
def test_a_segment_that_comes_late_never_takes_anything_away(recorded, told, pauses, start, length):
    before = account_of(recorded, Span(0.0, END), told, pauses)
    after = account_of([*recorded, Span(start, start + length)], Span(0.0, END), told, pauses)
    assert after.stored_ms >= before.stored_ms
    assert after.missing_ms <= before.missing_ms


@given(spans, faults, spans)
def test_every_gap_has_a_reason_and_says_who_knows_it(recorded, told, pauses):
    for gap in account_of(recorded, Span(0.0, END), told, pauses).gaps:
        assert gap.reason
        assert gap.known_by in set(KnownBy)


def reasons(recorded, told, pauses=()):
    account = account_of(recorded, Span(0, 400), told, pauses)
    return [(gap.span.start, gap.span.end, gap.reason, gap.known_by) for gap in account.gaps]


def test_the_pages_word_on_most_of_a_gap_stands_before_the_servers():
    slept = Fault(Span(102, 199), "device_asleep")
    closed = Fault(Span(98, 203), "tab_closed", KnownBy.SERVER)
    assert reasons([Span(0, 100), Span(200, 400)], [closed, slept]) == [(100, 200, "device_asleep", "recorder")]


def test_the_servers_word_stands_where_the_page_speaks_of_a_moment_only():
    back = Fault(Span(198, 201), "reload")
    closed = Fault(Span(98, 203), "tab_closed", KnownBy.SERVER)
    assert reasons([Span(0, 100), Span(200, 400)], [closed, back]) == [(100, 200, "tab_closed", "server")]


def test_what_nobody_told_is_unknown_and_inferred():
    assert reasons([Span(0, 100)], []) == [(100, 400, "unknown", "inferred")]


def test_a_break_leaves_no_splinters_at_its_edges():
    gaps = reasons([Span(0, 100), Span(200, 400)], [], [Span(100.2, 150)])
    assert gaps == [(100, 150, "pause", "server"), (150, 200, "unknown", "inferred")]


def test_coverage_does_not_ask_for_breaks():
    account = account_of([Span(0, 100)], Span(0, 400), [], [Span(200, 400)])
    assert account.coverage == 0.5
    assert account_of([], Span(0, 0)).coverage == 1.0
