"""Somebody else is in the frame beside the main face."""

from collections.abc import Sequence

from oes.domain.measures import Face, FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "second_person"


def second_person(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Observation]:
    found = ((frame, _second(frame, thresholds)) for frame in frames)
    return [Observation(frame.at_seconds, KIND, face.score, face) for frame, face in found if face]


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
