"""A messenger stands on the screen: names and typical words of messengers, by the policy's list."""

from collections.abc import Sequence

from oes.analysis.detectors.screen_words import words_shown
from oes.domain.measures import ScreenMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "messenger"


def messenger(looks: Sequence[ScreenMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the seconds with a messenger's words."""
    return words_shown(looks, KIND, least_words=thresholds.messenger_least_words)
