"""Violations against labels, on time. Pure: spans of one kind in one clip in, counts out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.spans import Span, clipped, joined, measured, subtracted

TOLERANCE_SECONDS = 1.0
"""The labels' own: where they begin and end is known no better."""
EDGE_SECONDS = 2.0
FOUND_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """One labelled event. `overlap`: share of it that violations cover. `iou`: intersection over union.

    `start_error`, `end_error`: seconds by which the violations begin and end late; None where none touches it.
    """

    label: Span
    overlap: float
    iou: float
    start_error: float | None
    end_error: float | None

    @property
    def found(self) -> bool:
        return self.overlap >= FOUND_SHARE

    @property
    def edges(self) -> bool:
        """Return whether both edges lie within 2 s."""
        errors = (self.start_error, self.end_error)
        return all(error is not None and abs(error) <= EDGE_SECONDS for error in errors)


@dataclass(frozen=True, slots=True)
class Score:
    """One kind over some footage. `exposure_seconds`: what shows nothing of the kind. Scores add up."""

    matches: tuple[Match, ...] = ()
    violations: int = 0
    false_alarms: int = 0
    false_seconds: float = 0.0
    exposure_seconds: float = 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.matches + other.matches,
            self.violations + other.violations,
            self.false_alarms + other.false_alarms,
            self.false_seconds + other.false_seconds,
            self.exposure_seconds + other.exposure_seconds,
        )

    @property
    def found(self) -> int:
        return sum(match.found for match in self.matches)

    @property
    def recall(self) -> float | None:
        return self.found / len(self.matches) if self.matches else None

    @property
    def precision(self) -> float | None:
        """Return the share of violations that touch a label of their kind."""
        return 1 - self.false_alarms / self.violations if self.violations else None

    @property
    def false_alarms_per_hour(self) -> float | None:
        return self.false_alarms * 3600 / self.exposure_seconds if self.exposure_seconds > 0 else None


def total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def score(
    violations: Sequence[Span],
    labels: Sequence[Span],
    *,
    seconds: float,
    ignored: Sequence[Span] = (),
    tolerance: float = TOLERANCE_SECONDS,
) -> Score:
    """Score the violations of one kind in a clip of `seconds`.

    A violation that touches no label (nor what is `ignored`) is a false alarm. What lies outside every label is
    false seconds, even where the violation is right.
    """
    judged = [v for v in violations if measured(subtracted([v], ignored)) > 0]
    near = joined(widened(span, tolerance) for span in (*labels, *ignored))
    false = [v for v in judged if not any(v.overlap(span) for span in near)]
    return Score(
        tuple(match(label, violations, labels, tolerance) for label in labels),
        len(judged),
        len(false),
        measured(subtracted(judged, near)),
        measured(subtracted([Span(0.0, seconds)], (*labels, *ignored))),
    )


def match(label: Span, violations: Sequence[Span], labels: Sequence[Span], tolerance: float) -> Match:
    """Score one label. Violations that reach into another label of the kind do not count against this one's union."""
    touching = [v for v in violations if v.overlap(widened(label, tolerance))]
    others = subtracted([widened(one, tolerance) for one in labels if one != label], [label])
    mine = subtracted(touching, others)
    common = measured(clipped(mine, label))
    return Match(
        label,
        overlap=min(1.0, common / label.seconds) if label.seconds else 0.0,
        iou=common / max(1e-9, measured([*mine, label])),
        start_error=min(v.start for v in touching) - label.start if touching else None,
        end_error=max(v.end for v in touching) - label.end if touching else None,
    )


def widened(span: Span, seconds: float) -> Span:
    return Span(span.start - seconds, span.end + seconds)
