"""Levels of a recording."""

from dataclasses import replace

from oes.domain.bitrates import Bitrates, low, normal
from oes.domain.policy import Policy


def test_the_low_level_is_never_above_the_policy():
    assert low(Policy()) == Bitrates(60, 0, 30)
    assert low(replace(Policy(), camera_kbps=50, screen_kbps=20)) == Bitrates(50, 0, 20)


def test_a_line_has_to_carry_what_is_recorded():
    assert normal(Policy()).needed(screen=True) == 248
    assert normal(Policy()).needed(screen=False, sound=False) == 160
