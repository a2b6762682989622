"""A phone in the frame. Unit: score 0..1 of the object detector (EfficientDet-Lite0, COCO class "cell phone").

The score is the mean of a look at the whole picture and one at the place where it was suspected, or three quarters of
the second one's where that is more. Hands and clothes may look like a phone for one look; two are asked for.
"""

from collections.abc import Sequence

from oes.analysis.detectors.looks import best, lasting, told
from oes.domain.measures import FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "phone"
MOST_SHARE = 0.25
"""A phone that covers more of the picture than this is something else: a print, a tablet, a dark wall."""


def phone(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the frames with a phone. The box is the phone's."""
    weak = thresholds.phone_weak_score
    seen = lasting(
        frames,
        lambda i: best(frames[i].things, "phone", score=weak, most_share=MOST_SHARE),
        score=thresholds.phone_score,
        thresholds=thresholds,
    )
    return told(frames, KIND, seen)
