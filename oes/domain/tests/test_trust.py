"""The trust percent by its numbers (G8, G10, G12) and by its properties."""

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.policy import DEFAULT_WEIGHTS, Policy
from oes.domain.spans import Span
from oes.domain.trust import (
    CountedExam,
    Found,
    TrustState,
    assess,
    counts_as_exam,
    coverage,
    judged_seconds,
    ledger,
    overall_trust,
    percent_of,
)
from oes.domain.violations import KINDS

POLICY = Policy()
HOUR = 3600.0


def found(kind: str, start: float, end: float, key: str = "") -> Found:
    return Found(start, end, kind, key or f"{kind}-{start}-{end}")


violations = st.lists(
    st.builds(
        lambda kind, start, length: found(kind, start, start + length),
        st.sampled_from(sorted(KINDS)),
        st.floats(0, HOUR),
        st.floats(0.5, 600),
    ),
    max_size=25,
)


@given(violations)
def test_trust_stays_between_0_and_100(rows):
    percent = assess(rows, 1.0, HOUR, POLICY).percent
    assert percent is not None
    assert 0 <= percent <= 100


@given(violations, violations)
def test_one_more_violation_never_raises_trust(rows, more):
    before = assess(rows, 1.0, HOUR, POLICY).percent
    after = assess(rows + more, 1.0, HOUR, POLICY).percent
    assert after <= before


@given(violations, st.integers())
def test_order_and_repetition_do_not_matter(rows, seed):
    shuffled = rows + rows[: len(rows) // 2]
    random.Random(seed).shuffle(shuffled)
    assert assess(shuffled, 1.0, HOUR, POLICY) == assess(rows, 1.0, HOUR, POLICY)


@given(violations)
def test_the_lines_explain_the_percent(rows):
    result = assess(rows, 1.0, HOUR, POLICY)
    assert result.percent == percent_of(result.lines)
    for kind, weight in DEFAULT_WEIGHTS.items():
        spent = sum(line.deduction for line in result.lines if line.found.kind == kind)
        assert spent <= weight.cap + 1e-9


@given(violations)
def test_the_lines_as_shown_add_up_to_the_percent(rows):
    result = assess(rows, 1.0, HOUR, POLICY)
    shown = [f"{line.deduction:.1f}" for line in result.lines]
    lost = sum(Decimal(points) for points in shown)
    rounded = (Decimal(100) - lost).quantize(Decimal(1), ROUND_HALF_UP)
    assert result.percent == max(0, int(rounded))


def test_a_running_attempt_is_judged_up_to_where_all_its_tracks_have_arrived():
    recorded = {"camera": [Span(0, 192)], "screen": [Span(0, 176)]}
    assert judged_seconds(recorded, 200.0, POLICY, "A") == 176
    assert judged_seconds(recorded, 200.0, POLICY, "B") == 192


def test_a_track_that_stays_away_is_not_waited_for():
    recorded = {"camera": [Span(0, 500)], "screen": [Span(0, 100)]}
    assert judged_seconds(recorded, 505.0, POLICY, "A") == 440
    assert judged_seconds({}, 30.0, POLICY, "A") == 0


@given(violations)
def test_the_grace_minutes_are_free(rows):
    early = [found(v.kind, v.start_seconds % 100, v.start_seconds % 100 + 50) for v in rows]
    assert assess(early, 1.0, HOUR, POLICY).percent == 100


def test_a_violation_that_crosses_the_limit_is_split():
    (line,) = ledger([found("nobody_in_frame", 170.0, 190.0)], HOUR, POLICY)
    assert line.counted_seconds == pytest.approx(10.0)
    assert line.deduction == pytest.approx(3 + 0.2 * 10)


def test_a_violation_that_ends_at_the_limit_is_free():
    (line,) = ledger([found("nobody_in_frame", 100.0, 180.0)], HOUR, POLICY)
    assert line.deduction == 0


def test_the_cap_of_a_kind_is_used_up_by_the_earliest():
    lines = ledger([
        found("nobody_in_frame", 200.0, 360.0, "a"),  # 3 + 32 = 35
        found("nobody_in_frame", 400.0, 450.0, "b"),  # 3 + 10 = 13, 5 left of 40
        found("nobody_in_frame", 500.0, 510.0, "c"),
    ], HOUR, POLICY)  # fmt: skip
    assert [round(line.deduction, 3) for line in lines] == [35, 5, 0]
    assert percent_of(lines) == 60


@pytest.mark.parametrize(
    ("seconds", "counts"), [(179.999, False), (180.0, False), (180.001, True), (0.0, False), (3600.0, True)]
)
def test_an_exam_lasts_more_than_180_seconds(seconds, counts):
    assert counts_as_exam(seconds, POLICY) is counts
    assert (assess([], 1.0, seconds, POLICY).state == TrustState.TOO_SHORT) is not counts


def test_too_short_has_no_percent():
    assert assess([found("substitution", 10, 170)], 1.0, 180.0, POLICY).percent is None


@pytest.mark.parametrize(("covered", "state"), [(0.7999, TrustState.INSUFFICIENT_EVIDENCE), (0.8, TrustState.STATED)])
def test_trust_is_stated_only_with_enough_coverage(covered, state):
    result = assess([], covered, HOUR, POLICY)
    assert result.state == state
    assert (result.percent is None) is (state == TrustState.INSUFFICIENT_EVIDENCE)


def test_technical_and_informative_kinds_weigh_nothing():
    rows = [found(kind, 300, 900) for kind in ("camera_blocked", "offline", "poor_light", "second_screen")]
    assert assess(rows, 1.0, HOUR, POLICY).percent == 100


def test_coverage_is_that_of_the_least_covered_required_track():
    recorded = {"camera": [Span(0, 1180)], "screen": [Span(0, 680)]}
    assert coverage(recorded, {}, 1180.0, POLICY, "A") == pytest.approx(0.5)
    assert coverage(recorded, {}, 1180.0, POLICY, "B") == pytest.approx(1.0)


def test_a_covered_camera_or_an_empty_screen_is_no_coverage():
    recorded = {"camera": [Span(0, 1180)], "screen": [Span(0, 1180)]}
    assert coverage(recorded, {"camera": [Span(180, 1080)]}, 1180.0, POLICY, "A") == pytest.approx(0.1)
    assert coverage(recorded, {"screen": [Span(180, 1080)]}, 1180.0, POLICY, "A") == pytest.approx(0.1)
    assert coverage(recorded, {"screen": [Span(180, 1080)]}, 1180.0, POLICY, "B") == pytest.approx(1.0)


def test_the_first_three_minutes_are_not_counted_in_coverage():
    assert coverage({"camera": [Span(180, 1180)]}, {}, 1180.0, POLICY, "B") == pytest.approx(1.0)


def test_overall_trust_is_weighted_by_duration():
    assert overall_trust([CountedExam(100, 3600), CountedExam(0, 1200)]) == 75
    assert overall_trust([CountedExam(None, 3600), CountedExam(40, 10)]) == 40
    assert overall_trust([]) is None
    assert overall_trust([CountedExam(None, 3600)]) is None
