"""The picture is too dark for the other detectors to be trusted."""

from collections.abc import Sequence

from oes.domain.measures import FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "poor_light"


def poor_light(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the dark frames in which a face is still found; without one the camera counts as covered."""
    return [Observation(f.at_seconds, KIND) for f in frames if f.faces and f.brightness < thresholds.dark_brightness]
