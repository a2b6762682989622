"""The camera shows nothing that could be judged: covered, black, or a picture that stands still.

A picture that stands still is not the same one bit by bit: the encoder refines it after every key frame, for seconds.
Its fingerprint (means of large blocks) stays all the same, across segments too, because what is refined is fine. That,
and little motion, are asked for together. Both are shares of the picture's contrast: in dim light everybody moves less.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from statistics import median

import numpy as np

from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "camera_blocked"


def camera_blocked(
    frames: Sequence[FrameMeasures], hidden: AbstractSet[int], thresholds: Thresholds
) -> list[Observation]:
    """Return the frames at the indices `hidden`, which `covered` found, and those that stand still."""
    moments = {frames[i].at_seconds for i in hidden}
    for run in still_runs(frames, thresholds):
        if _is_frozen(run, thresholds):
            moments.update(frame.at_seconds for frame in run)
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


def still_runs(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> Iterator[list[FrameMeasures]]:
    """Yield the runs of at least two frames in which no block of the fingerprint changes, in order.

    Somebody who lives moves some block from frame to frame, so most frames begin a run and end it at once.
    """
    known = [frame for frame in frames if frame.fingerprint is not None]
    levels = np.frombuffer(b"".join(f.fingerprint or b"" for f in known), dtype=np.uint8).astype(np.int16)
    levels = levels.reshape(len(known), -1) if known else levels.reshape(0, 1)
    most = [_may_change(frame, thresholds) for frame in known]
    steps = np.abs(np.diff(levels, axis=0)).max(axis=1) if len(known) > 1 else []
    first, low, high = 0, levels[:1], levels[:1]
    for place, step in enumerate(steps, start=1):
        if step <= most[place]:
            low, high = np.minimum(low, levels[place]), np.maximum(high, levels[place])
            if (high - low).max() <= most[place]:
                continue
        if place - first > 1:
            yield known[first:place]
        first, low, high = place, levels[place], levels[place]
    if len(known) - first > 1:
        yield known[first:]


def _may_change(frame: FrameMeasures, thresholds: Thresholds) -> float:
    """Return by how many levels (0..255) a block of a picture that stands still may vary at most."""
    return min(thresholds.frozen_change_brightness, max(1.0, thresholds.frozen_change_share * frame.contrast))


def _is_frozen(run: Sequence[FrameMeasures], thresholds: Thresholds) -> bool:
    """Return whether a still run is a frozen camera: long, hardly moving, with a face (an empty room may stand still).

    In the dark nobody's movement is large enough to tell; that is `poor_light`.
    """
    if run[-1].at_seconds - run[0].at_seconds < thresholds.frozen_seconds:
        return False
    shows_face = 2 * sum(1 for frame in run if frame.faces) > len(run)
    lit = median(frame.brightness for frame in run) >= thresholds.dark_brightness
    moved = [frame.motion / max(frame.contrast, 1.0) for frame in run if frame.motion is not None]
    return shows_face and lit and bool(moved) and median(moved) <= thresholds.frozen_motion_share


def _shows_nothing(frame: FrameMeasures, usual: float | None, thresholds: Thresholds) -> bool:
    even = frame.contrast < thresholds.blocked_contrast or frame.detail < thresholds.blocked_detail
    changed = usual is None or abs(frame.brightness - usual) > 0.25 * usual
    darker = frame.brightness < thresholds.dark_brightness and (usual is None or frame.brightness < 0.6 * usual)
    black = frame.brightness < thresholds.black_brightness
    return black or darker or (even and changed) or frame.contrast < thresholds.blocked_contrast / 4
