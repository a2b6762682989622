"""The screen shows words of programs for remote control, by the policy's list: a banner, a window's title."""

from collections.abc import Sequence

from oes.analysis.detectors.screen_words import words_shown
from oes.domain.measures import ScreenMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "remote_control"


def remote_control(looks: Sequence[ScreenMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the seconds with words of remote control."""
    return words_shown(looks, KIND, least_words=thresholds.remote_control_least_words)
