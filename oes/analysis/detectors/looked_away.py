"""The examinee's head is turned away from the screen. The head, not the eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "looked_away"
BASELINE_SECONDS = 60.0
BASELINE_LEAST_FRAMES = 3


@dataclass(frozen=True, slots=True)
class BaselinePose:
    """How this student's head stands towards this camera when reading the screen. Degrees."""

    yaw: float
    pitch: float


def baseline_pose(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> BaselinePose:
    """Return the median pose of the first good minute; straight ahead where there is too little."""
    good = [f for f in frames if f.yaw is not None and (f.presence or 0.0) >= thresholds.turned_presence]
    if len(good) < BASELINE_LEAST_FRAMES:
        return BaselinePose(0.0, 0.0)
    minute = [f for f in good if f.at_seconds < good[0].at_seconds + BASELINE_SECONDS]
    return BaselinePose(median(f.yaw or 0.0 for f in minute), median(f.pitch or 0.0 for f in minute))


def looked_away(
    frames: Sequence[FrameMeasures],
    there: Sequence[Face | None],
    thresholds: Thresholds,
    *,
    baseline: BaselinePose | None = None,
    looks_down: bool = False,
) -> list[Observation]:
    """Return the frames with a turned head, or with a face that has lost its landmarks (far turned).

    `looks_down`: the exam is written on paper, and a head that is bent down rather than turned away is at work.
    """
    straight = baseline or baseline_pose(frames, thresholds)
    out = []
    for frame, face in zip(frames, there, strict=True):
        turned = _turned(frame, face, straight, thresholds) if face else 0.0
        if turned and not (looks_down and _bent_down(frame, straight, thresholds)):
            out.append(Observation(frame.at_seconds, KIND, turned, face))
    return out


def _turned(frame: FrameMeasures, face: Face, straight: BaselinePose, thresholds: Thresholds) -> float:
    """Return the confidence 0.5..1 that the head is turned away, or 0."""
    if frame.presence is None or frame.yaw is None or frame.pitch is None or face is not frame.faces[0]:
        return 0.0
    if frame.presence < thresholds.turned_presence:
        return 0.6
    yaw = abs(frame.yaw - straight.yaw) / thresholds.turned_yaw_degrees
    pitch = abs(frame.pitch - straight.pitch) / thresholds.turned_pitch_degrees
    most = max(yaw, pitch)
    return min(1.0, 0.5 * most) if most > 1.0 else 0.0


def _bent_down(frame: FrameMeasures, straight: BaselinePose, thresholds: Thresholds) -> bool:
    """Return whether the head is bent down, and not turned aside beyond the limit."""
    if frame.yaw is None or frame.pitch is None:
        return False
    aside = abs(frame.yaw - straight.yaw) / thresholds.turned_yaw_degrees
    down = (frame.pitch - straight.pitch) / thresholds.turned_pitch_degrees
    return down > 0.0 and aside <= 1.0 and down >= aside
