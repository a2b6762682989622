"""The camera shows nothing that could be judged: covered, black, or a picture that stands still."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from statistics import median

from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "camera_blocked"


def camera_blocked(
    frames: Sequence[FrameMeasures], hidden: AbstractSet[int], thresholds: Thresholds
) -> list[Observation]:
    """Return the frames at the indices `hidden`, which `covered` found, and those that stand still."""
    moments = {frames[i].at_seconds for i in hidden} | set(_frozen(frames, thresholds))
    return [Observation(at, KIND) for at in sorted(moments)]


def covered(frames: Sequence[FrameMeasures], there: Sequence[Face | None], thresholds: Thresholds) -> set[int]:
    """Return the indices of frames without a face that are black, or much unlike the student's usual light.

    Behind somebody who left there may be a plain wall, or a room as dark as before: that is absence.
    """
    lit = [frame.brightness for frame, face in zip(frames, there, strict=True) if face]
    usual = median(lit) if lit else None
    return {
        i
        for i, frame in enumerate(frames)
        if there[i] is None and not frame.faces and _shows_nothing(frame, usual, thresholds)
    }


def _shows_nothing(frame: FrameMeasures, usual: float | None, thresholds: Thresholds) -> bool:
    even = frame.contrast < thresholds.blocked_contrast or frame.detail < thresholds.blocked_detail
    changed = usual is None or abs(frame.brightness - usual) > 0.25 * usual
    darker = frame.brightness < thresholds.dark_brightness and (usual is None or frame.brightness < 0.6 * usual)
    black = frame.brightness < thresholds.black_brightness
    return black or darker or (even and changed) or frame.contrast < thresholds.blocked_contrast / 4


def _frozen(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> Iterator[float]:
    """Yield the moments of long runs without any motion that show a face: a living person moves.

    An empty room may stand still. A frame whose motion is not known (first of a segment) ends no run.
    """
    run: list[FrameMeasures] = []
    for frame in (*frames, None):
        if frame and frame.faces and (frame.motion is None or frame.motion < thresholds.frozen_motion):
            run.append(frame)
            continue
        if len(run) > 1 and run[-1].at_seconds - run[0].at_seconds >= thresholds.frozen_seconds:
            yield from (still.at_seconds for still in run)
        run = []
