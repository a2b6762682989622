"""Another person sits there instead of the examinee."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby
from statistics import median

from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "substitution"
LEAST_USUAL_FRAMES = 5


def substitution(
    frames: Sequence[FrameMeasures],
    there: Sequence[Face | None],
    empty: AbstractSet[int],
    thresholds: Thresholds,
) -> list[Observation]:
    """Return the frames of stays that are unlike every reference.

    Needs `similarity`. A stretch counts when enough compared frames lie below the limit and none of the
    student's own lies between them. Frames that were not compared go with the nearest one that was, unless
    the seat was empty in between.
    """
    limit = _limit(frames, thresholds)
    nearest = _nearest_compared(frames, empty, thresholds)
    out: list[Observation] = []
    for stretch in _stretches(frames, nearest, limit, thresholds):
        out += [_observation(frames[i], there[i], frames[nearest[i]].similarity) for i in stretch if there[i]]
    return out


def _limit(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> float:
    """Return the cosine below which a face is another person's.

    Where the reference fits the student well most of the time, what fits half as well is somebody else.
    """
    own = [s for f in frames if (s := f.similarity) is not None and s >= thresholds.same_person_cosine]
    usual = median(own) if len(own) >= LEAST_USUAL_FRAMES else 0.0
    adapted = max(thresholds.other_person_cosine, thresholds.other_person_ratio * usual)
    return min(thresholds.other_person_cosine_most, adapted)


def _comparable(frame: FrameMeasures, thresholds: Thresholds) -> bool:
    turned = abs(frame.yaw or 0.0) > thresholds.compared_yaw_degrees
    faint = frame.presence is not None and frame.presence < thresholds.turned_presence
    black = frame.brightness < thresholds.black_brightness
    return frame.similarity is not None and not (turned or faint or black)


def _nearest_compared(
    frames: Sequence[FrameMeasures], empty: AbstractSet[int], thresholds: Thresholds
) -> dict[int, int]:
    """Return for frame indices that of the nearest compared frame of the same stay, where there is one."""
    out: dict[int, int] = {}
    for seat_empty, group in groupby(range(len(frames)), key=lambda i: i in empty):
        stay = list(group)
        compared: dict[float, int] = {}
        for i in stay:
            if _comparable(frames[i], thresholds):
                compared.setdefault(frames[i].at_seconds, i)
        if compared and not seat_empty:
            moments = list(compared)
            out |= {i: compared[_nearest(moments, frames[i].at_seconds)] for i in stay}
    return out


def _nearest(moments: Sequence[float], at_seconds: float) -> float:
    """Return which of the ascending moments is nearest; the earlier one of two that are equally far."""
    place = bisect_left(moments, at_seconds)
    return min(moments[max(0, place - 1) : place + 1], key=lambda moment: abs(moment - at_seconds))


def _stretches(
    frames: Sequence[FrameMeasures],
    nearest: Mapping[int, int],
    limit: float,
    thresholds: Thresholds,
) -> Iterator[list[int]]:
    """Yield lists of frame indices between two frames of the student that are another person's."""
    own_from = max(limit, thresholds.same_person_cosine)
    known = sorted(nearest)
    for own, group in groupby(known, key=lambda i: (frames[nearest[i]].similarity or 0.0) >= own_from):
        stretch = list(group)
        cosines = [frames[c].similarity or 0.0 for c in sorted({nearest[i] for i in stretch})]
        below = sum(cosine < limit for cosine in cosines)
        if not own and below >= thresholds.substitution_least_frames and median(cosines) < limit:
            yield stretch


def _observation(frame: FrameMeasures, face: Face | None, similarity: float | None) -> Observation:
    confidence = round(min(1.0, max(0.0, 1.0 - max(0.0, similarity or 0.0))), 3)
    return Observation(frame.at_seconds, KIND, confidence, face)
