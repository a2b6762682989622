"""Somebody else is in the frame beside the main face."""

from collections.abc import Sequence
from math import hypot
from statistics import median

from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "second_person"


def second_person(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the frames with two people. The box is that of the newcomer, who may well be the larger one."""
    seat = _seat(frames, thresholds)
    out = []
    for frame in frames:
        if face := _second(frame, thresholds):
            shown = max((frame.faces[0], face), key=lambda one: _apart(one, seat)) if seat else face
            out.append(Observation(frame.at_seconds, KIND, face.score, shown))
    return out


def _seat(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> tuple[float, float] | None:
    """Return where the examinee usually sits: the median centre of a face that is alone (shares of the picture)."""
    alone = [f.faces[0].centre for f in frames if len(f.faces) == 1 and f.faces[0].score >= thresholds.face_score]
    return (median(x for x, _ in alone), median(y for _, y in alone)) if alone else None


def _apart(face: Face, seat: tuple[float, float]) -> float:
    return hypot(face.centre[0] - seat[0], face.centre[1] - seat[1])


def _second(frame: FrameMeasures, thresholds: Thresholds) -> Face | None:
    """Return the clearest further face that counts. The main one has to be a face itself."""
    if not frame.faces or frame.faces[0].score < thresholds.face_score:
        return None
    others = [face for face in frame.faces[1:] if _counts(face, frame.faces[0], thresholds)]
    return max(others, key=lambda face: face.score, default=None)


def _counts(face: Face, main: Face, thresholds: Thresholds) -> bool:
    share = face.width / main.width
    if (face.presence or 0.0) >= thresholds.turned_presence:
        return face.score >= thresholds.second_face_score and share >= thresholds.second_face_least_share
    return face.score >= thresholds.second_head_score and share >= thresholds.second_head_least_share
