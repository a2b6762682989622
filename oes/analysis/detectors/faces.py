"""Who counts as sitting there: shared by the detectors. Numbers only."""

from collections.abc import Sequence
from math import hypot
from statistics import median

from oes.domain.measures import Face, FrameMeasures
from oes.domain.policy import Thresholds


def usual_width(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> float:
    """Return the median width of the main face (share of the picture), or 0 where none was clear."""
    widths = [
        frame.faces[0].width
        for frame in frames
        if frame.faces and frame.faces[0].score >= thresholds.face_score and (frame.presence or 0) >= 0.5
    ]
    return median(widths) if widths else 0.0


def sitting(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Face | None]:
    """Return for each frame the face of who sits there, or None.

    Clear faces of about the usual size first; then weak ones near a clear one in the frame before or after.
    """
    least = thresholds.face_least_share * usual_width(frames, thresholds)
    clear = [_clear(frame, least, thresholds) for frame in frames]
    return [
        face or _weak(frame, clear[max(0, i - 1) : i] + clear[i + 1 : i + 2], thresholds)
        for i, (frame, face) in enumerate(zip(frames, clear, strict=True))
    ]


def near(a: Face, b: Face) -> bool:
    """Return whether two boxes lie less than one face apart."""
    (ax, ay), (bx, by) = a.centre, b.centre
    return hypot((ax - bx) / max(a.width, b.width), (ay - by) / max(a.height, b.height)) < 1.0


def _clear(frame: FrameMeasures, least_width: float, thresholds: Thresholds) -> Face | None:
    for number, face in enumerate(frame.faces):
        presence = frame.presence if number == 0 else face.presence
        # without landmarks (a profile) only a face of nearly the usual size is trusted
        needed = least_width if (presence or 0) >= thresholds.turned_presence else 2 * least_width
        if face.score >= thresholds.face_score and face.width >= needed:
            return face
    return None


def _weak(frame: FrameMeasures, neighbours: Sequence[Face | None], thresholds: Thresholds) -> Face | None:
    for face in frame.faces:
        alike = (n for n in neighbours if n and near(face, n) and face.width >= n.width / 2)
        if face.score >= thresholds.weak_face_score and any(alike):
            return face
    return None
