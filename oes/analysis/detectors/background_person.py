"""People in the background: they pass by, stand far behind or turn their backs. Shown, never held against anybody."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from oes.analysis.detectors.bodies import company_left, others
from oes.analysis.detectors.looks import lasting, told
from oes.domain.measures import Face, FrameMeasures, Thing
from oes.domain.observations import Episode, Observation
from oes.domain.policy import Thresholds

KIND = "background_person"
INSIDE_SHARE = 0.8


def background_person(
    frames: Sequence[FrameMeasures],
    there: Sequence[Face | None],
    second: Sequence[Episode],
    thresholds: Thresholds,
    *,
    bent: AbstractSet[int] = frozenset(),
) -> list[Observation]:
    """Return the frames with another face or body, outside the episodes `second` of a second person.

    `bent`: the indices of frames in which the student's own body shows without a face.
    """
    score = thresholds.background_body_score

    def body(i: int) -> Thing | None:
        if i in bent:
            return None
        return next(iter(others(there[i], frames[i].things or (), score=score, inside_share=INSIDE_SHARE)), None)

    gone = company_left(frames, there, thresholds)
    bodies = lasting(frames, body, score=score, thresholds=thresholds, gone=gone)
    seen = {o.at_seconds: o for o in told(frames, KIND, bodies)}
    for frame, own in zip(frames, there, strict=True):
        behind = [f for f in frame.faces if f is not own and f.score >= thresholds.second_face_score]
        if own and behind:
            face = max(behind, key=lambda one: one.score)
            seen[frame.at_seconds] = Observation(frame.at_seconds, KIND, face.score, face)
    return [o for o in seen.values() if not any(e.span.start <= o.at_seconds < e.span.end for e in second)]
