"""Nobody sits in front of the camera: no face, and no body of somebody who bent down or turned round."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from oes.analysis.detectors.faces import near
from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "nobody_in_frame"
OVER_PAPER_SECONDS = 300.0
"""So long somebody who writes on paper may be seen without a face; a coat on the chair stands in for no longer."""


def nobody_in_frame(frames: Sequence[FrameMeasures], empty: AbstractSet[int]) -> list[Observation]:
    """Return the frames at the indices `empty`, which `absent` found."""
    return [Observation(frames[i].at_seconds, KIND) for i in sorted(empty)]


def absent(
    frames: Sequence[FrameMeasures],
    there: Sequence[Face | None],
    hidden: AbstractSet[int],
    thresholds: Thresholds,
    *,
    bent: AbstractSet[int] = frozenset(),
    looks_down: bool = False,
) -> set[int]:
    """Return the indices of frames in which nobody sits, without the `hidden` ones, which show nothing at all.

    `bent`: frames that show the student's body without a face. That excuses a while, not a whole exam; for
    one that is written on paper (`looks_down`) the while is longer.
    """
    out: set[int] = set()
    most = max(thresholds.bent_most_seconds, OVER_PAPER_SECONDS if looks_down else 0.0)
    for first, last in _runs_without_face(there):
        if not _only_missed(frames, there, first, last, thresholds):
            seconds = frames[last].at_seconds - frames[first].at_seconds
            run = set(range(first, last + 1))
            out |= run - bent if seconds <= most else run
    return out - hidden


def _runs_without_face(there: Sequence[Face | None]) -> Iterator[tuple[int, int]]:
    first: int | None = None
    for i, face in enumerate((*there, Face(0, 0, 1, 1, 1))):
        if face is None and first is None:
            first = i
        elif face is not None and first is not None:
            yield first, i - 1
            first = None


def _only_missed(
    frames: Sequence[FrameMeasures],
    there: Sequence[Face | None],
    first: int,
    last: int,
    thresholds: Thresholds,
) -> bool:
    """Return whether the face was only missed: briefly, at the same place, and nothing moved much."""
    if first == 0 or last + 1 == len(frames):
        return False
    before, after = there[first - 1], there[last + 1]
    seconds = frames[last + 1].at_seconds - frames[first].at_seconds
    motion = max(frame.motion or 0.0 for frame in frames[first : last + 2])
    short = seconds <= thresholds.missed_face_seconds and motion < thresholds.moved_motion
    return bool(before and after and short and near(before, after))
