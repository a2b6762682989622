"""The shared screen shows nothing: black, or of one colour, for long."""

from collections.abc import Sequence

from oes.analysis.detectors.screen_words import held
from oes.domain.measures import ScreenMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "screen_blocked"


def screen_blocked(looks: Sequence[ScreenMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the seconds in which the deviation of luma is next to nothing; no real page is that empty."""
    return [one for look in looks if look.contrast < thresholds.uniform_contrast for one in held(look, KIND)]
