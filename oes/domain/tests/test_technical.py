"""Whose fault it was: apart from violations, without weight, each second of our server's once."""

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.policy import DEFAULT_WEIGHTS
from oes.domain.spans import Span
from oes.domain.technical import (
    CAUSES,
    Cause,
    fault_ledger,
    lost_to_server,
    minutes_to_give,
    without_answer,
)
from oes.domain.timeline import Fault, KnownBy, MissingSpan
from oes.domain.violations import KINDS, Grade

WHOLE = Span(0, 600)
spans = st.lists(st.builds(lambda a, n: Span(a, a + n), st.integers(0, 500), st.integers(0, 200)), max_size=8)


def test_a_fault_of_a_moment_lasts_as_long_as_its_gap():
    gap = MissingSpan(Span(99, 160), "track_ended", KnownBy.RECORDER)
    (line,) = fault_ledger([Fault(Span(98, 100), "track_ended")], [gap], WHOLE)
    assert (line.cause, line.span, line.known_by) == (Cause.DEVICE, Span(98, 160), "recorder")


def test_what_the_student_did_is_no_technical_fault():
    gaps = [MissingSpan(Span(10, 60), reason) for reason in ("pause", "late_return", "page_hidden", "unknown")]
    assert fault_ledger([], gaps, WHOLE) == []


@given(spans, spans)
def test_time_lost_to_the_server_counts_each_second_once_and_no_break(down, pauses):
    lines = fault_ledger([Fault(span, "server_down") for span in down], [], WHOLE)
    away = [line.span for line in lines]
    lost = lost_to_server(away * 2, pauses)
    assert 0 <= lost <= WHOLE.seconds
    assert lost == lost_to_server(away, pauses)


def test_no_answer_is_ours_only_near_the_times_in_which_we_were_away():
    faults = without_answer(Span(100, 400), [Span(120, 150)])
    assert [(f.span, f.reason) for f in faults] == [(Span(100, 180), "server_down"), (Span(180, 400), "offline")]
    assert [f.reason for f in without_answer(Span(100, 400), [])] == ["offline"]


def test_begun_minutes_are_full_and_given_once():
    assert [minutes_to_give(seconds, 0) for seconds in (0, 0.1, 60, 60.5)] == [0, 1, 1, 2]
    assert minutes_to_give(125, 2) == 1
    assert minutes_to_give(30, 5) == 0


def test_no_policy_can_give_a_technical_fault_a_weight():
    assert not set(CAUSES) & set(DEFAULT_WEIGHTS)
    assert all(kind.grade == Grade.TECHNICAL for key, kind in KINDS.items() if key in CAUSES)
