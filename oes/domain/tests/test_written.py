"""The rules of written exams."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.written import (
    NEXT,
    Answer,
    Phase,
    Saving,
    WorkState,
    answer_to,
    clean_crop,
    ending_of,
    fair_variant,
    late_seconds,
    may_reopen,
    ordered,
    window_of,
)

OPENS = datetime(2027, 1, 11, 9, tzinfo=UTC)
DUE = OPENS + timedelta(hours=2)
WINDOW = window_of(OPENS, DUE, 15)
MINUTE = timedelta(minutes=1)


def test_each_moment_has_its_phase():
    at = {OPENS - MINUTE: "before", OPENS: "writing", DUE - MINUTE: "writing", DUE: "late", DUE + 15 * MINUTE: "over"}
    assert {moment: WINDOW.phase(moment) for moment in at} == at


def test_late_work_needs_a_reason():
    late = DUE + MINUTE
    assert [WINDOW.may_write(late, has_reason=told) for told in (False, True)] == [False, True]
    assert not WINDOW.may_write(DUE + 15 * MINUTE, has_reason=True)
    assert WINDOW.seconds_left(late, has_reason=False) == 0
    assert WINDOW.seconds_left(late, has_reason=True) == 14 * 60


def test_what_was_saved_is_taken_in_when_the_time_is_over():
    ended = ending_of(WINDOW, DUE, is_empty=False, has_reason=False)
    assert ended and (ended.state, ended.at) == (WorkState.HANDED_IN, DUE)
    assert ending_of(WINDOW, DUE - MINUTE, is_empty=False, has_reason=False) is None
    assert ending_of(WINDOW, DUE + MINUTE, is_empty=False, has_reason=True) is None


def test_an_empty_work_is_missed_only_after_the_late_minutes():
    assert ending_of(WINDOW, DUE + MINUTE, is_empty=True, has_reason=False) is None
    ended = ending_of(WINDOW, DUE + 15 * MINUTE, is_empty=True, has_reason=False)
    assert ended and ended.state == WorkState.MISSED


def test_the_end_of_the_recording_takes_in_what_was_saved():
    broken = DUE - 30 * MINUTE
    ended = ending_of(WINDOW, DUE - 20 * MINUTE, is_empty=False, has_reason=False, recorded_until=broken)
    assert ended and ended.at == broken
    now = {"state": WorkState.HANDED_IN, "is_automatic": True, "has_reason": False}
    assert may_reopen(WINDOW, DUE - MINUTE, **now, records_again=True)
    assert not may_reopen(WINDOW, DUE - MINUTE, **now)


def test_what_a_student_handed_in_stays():
    for at in (DUE - MINUTE, DUE + MINUTE):
        assert not may_reopen(
            WINDOW, at, state=WorkState.HANDED_IN, is_automatic=False, has_reason=True, records_again=True
        )


@given(st.integers(-300, 300), st.booleans(), st.booleans())
def test_a_work_is_never_written_and_closed_at_once(minutes, is_empty, has_reason):
    at = DUE + minutes * MINUTE
    closed = ending_of(WINDOW, at, is_empty=is_empty, has_reason=has_reason)
    assert not (closed and WINDOW.may_write(at, has_reason=has_reason))
    if WINDOW.phase(at) == Phase.OVER:
        assert closed


def test_nothing_follows_the_release():
    assert not NEXT[WorkState.RELEASED]
    assert WorkState.HANDED_OUT not in NEXT[WorkState.MISSED]
    assert late_seconds(DUE, DUE - MINUTE) == 0
    assert late_seconds(DUE, DUE + MINUTE) == 60


@given(st.integers(1, 6), st.lists(st.integers(0, 10**6), max_size=60))
def test_variants_are_given_out_evenly(variants, draws):
    counts = dict.fromkeys(range(1, variants + 1), 0)
    for draw in draws:
        counts[fair_variant(counts, draw)] += 1
    assert max(counts.values()) - min(counts.values()) <= 1


def test_an_older_page_never_overwrites():
    last = Saving("b", 3, 7)
    assert answer_to(last, Saving("a", 9, 6)) == Answer.CONFLICT
    assert answer_to(last, Saving("a", 1, 7)) == Answer.TAKEN
    assert answer_to(last, Saving("b", 4, 2)) == Answer.TAKEN
    assert answer_to(last, Saving("b", 3, 7)) == Answer.REPEATED
    assert answer_to(last, Saving("b", 2, 6)) == Answer.REPEATED
    assert answer_to(None, Saving("a", 1, 0)) == Answer.TAKEN


@given(st.lists(st.integers(1, 20), unique=True), st.lists(st.integers(1, 25)))
def test_putting_in_order_loses_nothing(known, wanted):
    assert sorted(ordered(known, wanted)) == sorted(known)


def test_a_crop_leaves_something():
    assert clean_crop([0.1, 0, 0.9, 1]) == (0.1, 0.0, 0.9, 1.0)
    assert clean_crop([0.5, 0, 0.55, 1]) is None
    bad = ([0, 0, 1], "whole", [0, 0, 2, 1], [0, 0, float("nan"), 1], [0.9, 0, 0.1, 1], None, [0, 0, "1", 1])
    assert [clean_crop(told) for told in bad] == [None] * len(bad)
