"""One threshold of each detector, from low to high: how recall and false alarms go together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from oes.domain.policy import Thresholds


@dataclass(frozen=True, slots=True)
class Sweep:
    """`values` of the threshold called `name`; `applied` puts one into the policy's thresholds."""

    kind: str
    name: str
    values: tuple[float, ...]
    applied: Callable[[Thresholds, float], Thresholds]

    def usual(self, thresholds: Thresholds) -> float:
        return float(getattr(thresholds, self.name))


def _second(thresholds: Thresholds, score: float) -> Thresholds:
    """A head without landmarks stays as much harder to take for a person as it is."""
    head = min(0.99, thresholds.second_head_score - thresholds.second_face_score + score)
    return replace(thresholds, second_face_score=score, second_head_score=head)


def _other(thresholds: Thresholds, cosine: float) -> Thresholds:
    """The limit itself: neither the student's usual likeness nor its cap may move it further."""
    return replace(
        thresholds,
        other_person_cosine=cosine,
        other_person_ratio=0.0,
        other_person_cosine_most=max(cosine, thresholds.other_person_cosine_most),
        same_person_cosine=max(cosine, thresholds.same_person_cosine),
    )


def _turned(thresholds: Thresholds, yaw: float) -> Thresholds:
    pitch = yaw * thresholds.turned_pitch_degrees / thresholds.turned_yaw_degrees
    return replace(thresholds, turned_yaw_degrees=yaw, turned_pitch_degrees=pitch)


SWEEPS: tuple[Sweep, ...] = (
    Sweep(
        "nobody_in_frame",
        "face_score",
        (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.96),
        lambda thresholds, score: replace(thresholds, face_score=score, weak_face_score=score / 2),
    ),
    Sweep("second_person", "second_face_score", (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.85, 0.9, 0.95), _second),
    Sweep("substitution", "other_person_cosine", (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7), _other),
    Sweep(
        "phone",
        "phone_score",
        (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8),
        lambda thresholds, score: replace(thresholds, phone_score=score, phone_weak_score=2 * score / 3),
    ),
    Sweep("looked_away", "turned_yaw_degrees", (6, 8, 10, 12, 15, 20, 25, 30, 35, 40), _turned),
)


def curve(points: Sequence[tuple[float, float | None]]) -> tuple[tuple[float, float], ...]:
    """Return the points (false alarms per hour, recall) of a curve: for each rate the best recall, ascending."""
    best: dict[float, float] = {}
    for rate, recall in points:
        if recall is not None:
            best[rate] = max(recall, best.get(rate, 0.0))
    return tuple(sorted(best.items()))
