"""What the product measures and decides on one picture that stands alone."""

import numpy as np

from bench.accuracy.tools import Tools
from oes.analysis.detectors.faces import sitting
from oes.analysis.detectors.looked_away import BaselinePose, looked_away
from oes.analysis.media import Picture
from oes.domain.measures import FrameMeasures

STRAIGHT = BaselinePose(0.0, 0.0)


def measured_picture(rgb: np.ndarray, tools: Tools) -> FrameMeasures:
    """Return the measures of a picture as if it were the first frame of a segment."""
    (frame,) = tools.measurer.measure([Picture(0.0, rgb)])
    return frame


def turned_away(frame: FrameMeasures, tools: Tools) -> bool:
    """Return whether the head counts as turned away, without calibration on the person."""
    there = sitting([frame], tools.thresholds)
    return bool(looked_away([frame], there, tools.thresholds, baseline=STRAIGHT))
