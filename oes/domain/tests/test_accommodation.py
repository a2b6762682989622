"""An accommodation only eases; pauses are no exam time; nobody's other violations change."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.accommodation import PLAIN, Break, Terms, added, breaks_left, closing_time, combined, granted_spans
from oes.domain.policy import Policy
from oes.domain.spans import Span, measured
from oes.domain.timeline import Fault, missing
from oes.domain.trust import Found, TrustState, assess, coverage, ledger
from oes.domain.violations import KINDS

HOUR, POLICY = 3600.0, Policy()

violations = st.lists(
    st.builds(
        lambda kind, start, length: Found(start, start + length, kind, f"{kind}-{start}-{length}"),
        st.sampled_from(sorted(KINDS)),
        st.floats(0, HOUR),
        st.floats(0.5, 600),
    ),
    max_size=20,
)
terms = st.builds(
    Terms,
    st.frozensets(st.sampled_from(sorted(KINDS))),
    st.integers(0, 5),
    st.integers(0, 60),
    st.integers(0, 120),
)
pauses = st.lists(st.builds(lambda a, n: Span(a, a + n), st.floats(0, HOUR), st.floats(1, 600)), max_size=4)


@given(violations, terms, pauses)
def test_an_accommodation_never_lowers_trust(rows, allowed, away):
    before = assess(rows, 1.0, HOUR, POLICY, pauses=away)
    after = assess(rows, 1.0, HOUR, POLICY, terms=allowed, pauses=away)
    assert before.state == after.state
    assert before.percent is None or after.percent >= before.percent


@given(violations, terms)
def test_other_kinds_weigh_as_before(rows, allowed):
    plain = {line.found.key: line for line in ledger(rows, HOUR, POLICY)}
    for line in ledger(rows, HOUR, POLICY, terms=allowed):
        if line.found.kind in allowed.kinds_off:
            assert (line.deduction, line.uncapped, line.excused) == (0, 0, True)
        else:
            assert line == plain[line.found.key]


@given(violations, terms, pauses, st.integers())
def test_order_and_repetition_do_not_matter(rows, allowed, away, seed):
    shuffled, late = rows + rows[: len(rows) // 2], away + away[:1]
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(late)
    first = assess(rows, 1.0, HOUR, POLICY, terms=allowed, pauses=away)
    assert assess(shuffled, 1.0, HOUR, POLICY, terms=allowed, pauses=late) == first


@given(violations, pauses)
def test_a_pause_never_makes_a_violation_heavier(rows, away):
    plain = {line.found.key: line.uncapped for line in ledger(rows, HOUR, POLICY)}
    assert all(line.uncapped <= plain[line.found.key] for line in ledger(rows, HOUR, POLICY, pauses=away))


@given(st.lists(terms, max_size=5), st.integers())
def test_accommodations_combine_in_any_order(rows, seed):
    shuffled = rows + rows[:1]
    random.Random(seed).shuffle(shuffled)
    assert combined(shuffled) == combined(rows)


@given(pauses)
def test_gaps_and_recording_still_make_the_whole_attempt(away):
    recorded = [Span(0, 1000), Span(1300, 2000.25)]
    holes = missing(recorded, Span(0, HOUR), [], away)
    lost = measured(hole.span for hole in holes)
    assert lost == pytest.approx(HOUR - measured(recorded), abs=0.5 * (2 * len(away) + 2))


def test_several_accommodations_allow_the_most_generous_and_grants_add_up():
    one, two = Terms(frozenset({"phone"}), 1, 10, 30), Terms(frozenset({"speech"}), 2, 5, 15)
    assert combined([one, two]) == Terms(frozenset({"phone", "speech"}), 2, 10, 30)
    assert added(one, [Terms(breaks=1, break_minutes=5), Terms(extra_minutes=10)]) == Terms(
        frozenset({"phone"}), 2, 15, 40
    )
    assert combined([]) == added(PLAIN, []) == PLAIN


def test_a_violation_across_a_pause_weighs_by_what_lies_outside():
    (line,) = ledger([Found(1000, 1100, "nobody_in_frame", "a")], HOUR, POLICY, pauses=[Span(1020, 1090)])
    assert (line.counted_seconds, line.deduction) == (30, 3 + 0.2 * 30)
    (line,) = ledger([Found(1030, 1080, "nobody_in_frame", "a")], HOUR, POLICY, pauses=[Span(1020, 1090)])
    assert (line.counted_seconds, line.deduction) == (0, 0)


@given(st.integers(0, 10_800_000), st.integers(2_000, 900_000))
def test_a_violation_up_to_the_end_of_the_granted_time_weighs_nothing(start, most):
    taken, end = Break(start / 1000, None, most / 1000), (start + most) / 1000
    (line,) = ledger([Found(end - 1, end, "nobody_in_frame", "a")], 6 * HOUR, POLICY, pauses=[taken.granted(6 * HOUR)])
    assert (line.counted_seconds, line.deduction) == (0, 0)
    assert taken.late(end).seconds == 0


def test_nothing_is_missing_in_a_pause():
    recorded = {"camera": [Span(0, 1000), Span(1600, 2180)]}
    assert coverage(recorded, {}, 2180.0, POLICY, "B", pauses=[Span(1000, 1600)]) == pytest.approx(1.0)
    assert coverage(recorded, {}, 2180.0, POLICY, "B") == pytest.approx(0.7)
    holes = missing(recorded["camera"], Span(0, 2180), [Fault(Span(1500, 1600), "late_return")], [Span(1000, 1500)])
    assert [(hole.span, hole.reason) for hole in holes] == [
        (Span(1000, 1500), "pause"),
        (Span(1500, 1600), "late_return"),
    ]


def test_a_pause_is_no_exam_time():
    assert assess([], 1.0, 400.0, POLICY, pauses=[Span(100, 320)]).state == TrustState.TOO_SHORT
    assert assess([], 1.0, 400.0, POLICY, pauses=[Span(100, 319)]).state == TrustState.STATED


def test_a_break_ends_in_the_account_when_its_time_is_over():
    taken = Break(100.0, 1000.0, 600.0)
    assert (taken.granted(2000), taken.late(2000)) == (Span(100, 700), Span(700, 1000))
    assert (Break(100.0, None, 600.0).granted(400), Break(100.0, None, 600.0).late(400).seconds) == (Span(100, 400), 0)
    assert granted_spans([taken, Break(900.0, 1200.0, 50.0)], 920.0) == [Span(100, 700), Span(900, 920)]


def test_breaks_are_counted_and_their_minutes_are_shared():
    allowed = Terms(breaks=2, break_minutes=15)
    assert breaks_left(allowed, [], 0) == (2, 900)
    assert breaks_left(allowed, [Break(100.0, 400.0, 900.0)], 500) == (1, 600)
    assert breaks_left(allowed, [Break(100.0, 1400.0, 900.0)], 1500) == (0, 0)
    assert breaks_left(PLAIN, [], 0) == (0, 0)


@given(st.floats(0, HOUR), st.floats(0, 0.9))
def test_a_rest_of_less_than_a_second_is_no_break(start, short):
    allowed, end = Terms(breaks=2, break_minutes=15), start + 900.0 - short
    assert breaks_left(allowed, [Break(start, end, 900.0)], 2 * HOUR) == (0, 0)


def test_a_rest_of_two_seconds_is_a_break():
    assert breaks_left(Terms(breaks=2, break_minutes=15), [Break(100.0, 998.0, 900.0)], 999) == (1, 2)


def test_the_exam_closes_later_by_extra_minutes_and_pauses():
    closes = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert closing_time(closes, Terms(extra_minutes=30), 90.0) == closes + timedelta(minutes=31, seconds=30)
