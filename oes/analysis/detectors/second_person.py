"""Somebody else sits or stands with the examinee: a second face, or a body as near as the examinee's own.

People who walk by or sit behind with their backs turned are `background_person`.
"""

from collections.abc import Sequence
from math import hypot
from statistics import median

from oes.analysis.detectors.bodies import company_left, others, own_body
from oes.analysis.detectors.looks import lasting, told
from oes.domain.measures import Face, FrameMeasures, Thing
from oes.domain.observations import Observation, episodes
from oes.domain.policy import Thresholds

KIND = "second_person"
INSIDE_SHARE = 0.6


def second_person(
    frames: Sequence[FrameMeasures],
    there: Sequence[Face | None],
    thresholds: Thresholds,
    *,
    step_seconds: float,
) -> list[Observation]:
    """Return the frames with two people. The box is that of the newcomer, who may well be the larger one."""
    faces = _lasting_faces(_faces(frames, thresholds), thresholds, step_seconds)
    near = lasting(
        frames,
        lambda i: _near_body(there[i], frames[i], thresholds),
        score=thresholds.second_body_score,
        thresholds=thresholds,
        gone=company_left(frames, there, thresholds),
    )
    seen = {o.at_seconds: o for o in told(frames, KIND, near)} | {o.at_seconds: o for o in faces}
    return list(seen.values())


def _faces(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[tuple[Observation, bool]]:
    """Return the frames with a second face, and whether it is as near as somebody who takes part."""
    seat = _seat(frames, thresholds)
    out = []
    for frame in frames:
        if face := _second(frame, thresholds):
            shown = max((frame.faces[0], face), key=lambda one: _apart(one, seat)) if seat else face
            near = face.width >= thresholds.second_near_least_share * frame.faces[0].width
            out.append((Observation(frame.at_seconds, KIND, face.score, shown), near))
    return out


def _lasting_faces(
    seen: Sequence[tuple[Observation, bool]], thresholds: Thresholds, step_seconds: float
) -> list[Observation]:
    """Return the near ones, and of the far ones those that stay: who walks by is soon gone."""
    stays = episodes(
        (observation for observation, _ in seen),
        step_seconds=step_seconds,
        join_gap_seconds=thresholds.join_gap_seconds,
        least_seconds=thresholds.second_far_least_seconds,
    )
    return [o for o, near in seen if near or any(e.span.start <= o.at_seconds < e.span.end for e in stays)]


def _near_body(face: Face | None, frame: FrameMeasures, thresholds: Thresholds) -> Thing | None:
    """Return another body that is nearly as large as the student's own, which has to be seen with its face."""
    own = own_body(face, frame.things or ())
    if own is None:
        return None
    least = thresholds.second_body_least_share
    bodies = others(face, frame.things or (), score=thresholds.second_body_score, inside_share=INSIDE_SHARE)
    large = (b for b in bodies if b.width >= least * own.width and b.height >= least * own.height)
    return next(large, None)


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
    further = [face for face in frame.faces[1:] if _counts(face, frame.faces[0], thresholds)]
    return max(further, key=lambda face: face.score, default=None)


def _counts(face: Face, main: Face, thresholds: Thresholds) -> bool:
    share = face.width / main.width
    if (face.presence or 0.0) >= thresholds.turned_presence:
        return face.score >= thresholds.second_face_score and share >= thresholds.second_face_least_share
    return face.score >= thresholds.second_head_score and share >= thresholds.second_head_least_share
