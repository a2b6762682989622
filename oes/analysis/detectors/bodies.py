"""Whose body is whose: shared by the detectors of people. Numbers only."""

from collections.abc import Sequence
from statistics import median

from oes.analysis.detectors.looks import Gone, shared, standing
from oes.domain.measures import Face, FrameMeasures, Thing
from oes.domain.policy import Thresholds

AROUND_SHARE = 0.6
"""So much of a face lies in the box of the body that it belongs to."""
SEAT_OFFSET = 0.3
SEAT_WIDTH = 0.6
SEAT_HEIGHT = 0.35
SEAT_BOTTOM = 0.1
"""A body in the student's seat: its middle lies within this share of the usual width, it is at least so wide and high
compared with the usual one, and ends no more than so much of the picture above where the usual one ends."""


def own_body(face: Face | None, things: Sequence[Thing]) -> Thing | None:
    """Return the body that a face belongs to: the clearest box that holds most of the face and is as wide at least."""
    if face is None:
        return None
    around = [t for t in things if t.kind == "person" and t.width >= face.width and shared(face, t)[1] >= AROUND_SHARE]
    return max(around, key=lambda thing: thing.score, default=None)


def usual_body(frames: Sequence[FrameMeasures], there: Sequence[Face | None], thresholds: Thresholds) -> Thing | None:
    """Return the median box of the student's body (score 1), or None where it was never seen with a face."""
    bodies = [
        body
        for frame, face in zip(frames, there, strict=True)
        if frame.things and (body := own_body(face, frame.things)) and body.score >= thresholds.body_score
    ]
    if not bodies:
        return None
    x, y = median(b.x for b in bodies), median(b.y for b in bodies)
    return Thing("person", x, y, median(b.width for b in bodies), median(b.height for b in bodies), 1.0)


def bent(frames: Sequence[FrameMeasures], there: Sequence[Face | None], thresholds: Thresholds) -> set[int]:
    """Return the indices of frames without a face in which the student's body still sits there.

    A person farther back, or a coat over a chair, is narrower, stands beside or ends higher up.
    """
    usual = usual_body(frames, there, thresholds)
    if usual is None:
        return set()
    out = set()
    for i, look in enumerate(standing(frames)):
        if there[i] is None and look is not None and there[look] is None:
            things = frames[look].things or ()
            if any(_sits_there(t, usual) for t in things if t.kind == "person" and t.score >= thresholds.body_score):
                out.add(i)
    return out


def _sits_there(body: Thing, usual: Thing) -> bool:
    beside = abs(body.centre[0] - usual.centre[0]) > SEAT_OFFSET * usual.width
    small = body.width < SEAT_WIDTH * usual.width or body.height < SEAT_HEIGHT * usual.height
    above = body.y + body.height < usual.y + usual.height - SEAT_BOTTOM
    return not (beside or small or above)


def company_left(frames: Sequence[FrameMeasures], there: Sequence[Face | None], thresholds: Thresholds) -> Gone:
    """Return whether the other face that a look saw is gone at a later frame, and with it the body of the look.

    Every frame tells of faces; for bodies nobody looks again for a whole segment where somebody left just between two.
    """

    def company(i: int) -> bool:
        return any(f is not there[i] and f.score >= thresholds.second_face_score for f in frames[i].faces)

    return lambda look, i: company(look) and not company(i)


def others(face: Face | None, things: Sequence[Thing], *, score: float, inside_share: float) -> list[Thing]:
    """Return the bodies of other people than the student, the clearest first.

    A box of which more than `inside_share` lies in the student's is a part of the student: an arm, a reflection.
    """
    own = own_body(face, things)
    people = [t for t in things if t.kind == "person" and t.score >= score and t is not own]
    apart = [t for t in people if own is None or shared(t, own)[1] <= inside_share]
    return sorted(apart, key=lambda thing: -thing.score)
