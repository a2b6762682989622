"""No source can take back what another one told."""

import pytest

from oes.domain.window import WindowEvent, switch_episodes

OWN = [
    WindowEvent(0, "heartbeat", "g", "guard"),
    WindowEvent(1000, "left", "g", "guard", "Telegram"),
    WindowEvent(1300, "returned", "g", "guard"),
    WindowEvent(3590, "heartbeat", "g", "guard"),
]


def found(*forged: WindowEvent) -> list[tuple[float, float, str]]:
    rows = switch_episodes([*OWN, *forged], end_seconds=3600, least_seconds=1.0, join_gap_seconds=2.0)
    return [(row.span.start, row.span.end, row.source) for row in rows]


@pytest.mark.parametrize("kind", ["returned", "stopped", "exam_started", "exam_ended", "heartbeat"])
@pytest.mark.parametrize("source", ["embed", "extension"])
@pytest.mark.parametrize("at", [0.0, 999.0, 1000.0, 1000.5, 3000.0])
@pytest.mark.parametrize("page", ["g", "other"])
def test_no_word_of_another_source_shortens_a_switch(kind, source, at, page):
    assert found(WindowEvent(at, kind, page, source)) == [(1000, 1300, "guard")]


@pytest.mark.parametrize("kind", ["returned", "stopped", "exam_started", "heartbeat"])
@pytest.mark.parametrize("at", [1000.0, 1000.5, 1200.0])
def test_no_second_start_of_a_program_speaks_for_the_first(kind, at):
    assert found(WindowEvent(at, kind, "other start", "guard")) == [(1000, 1300, "guard")]


def test_an_exam_that_ended_long_before_the_recording_excuses_nothing():
    assert found(WindowEvent(900, "exam_ended", "p")) == [(1000, 1300, "guard")]
