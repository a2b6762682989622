"""Half-open spans of seconds on an attempt's clock: join, clip, subtract, measure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The seconds from `start` up to, not including, `end`. An end before the start makes an empty span."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return max(0.0, self.end - self.start)

    def clipped(self, other: "Span") -> "Span | None":
        """Return the part that lies inside `other`, or None when there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if end > start else None

    def overlap(self, other: "Span") -> float:
        """Return how many seconds both have in common."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


def joined(spans: Iterable[Span], gap_seconds: float = 0.0) -> list[Span]:
    """Return the spans in order, those closer than or exactly `gap_seconds` made one. Empty spans vanish."""
    out: list[Span] = []
    for span in sorted(s for s in spans if s.seconds > 0):
        if out and span.start - out[-1].end <= gap_seconds:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def subtracted(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return what is left of `spans` when all `holes` are cut out."""
    left = joined(spans)
    for hole in joined(holes):
        pieces: list[Span] = []
        for span in left:
            pieces.append(Span(span.start, min(span.end, hole.start)))
            pieces.append(Span(max(span.start, hole.end), span.end))
        left = [p for p in pieces if p.seconds > 0]
    return left


def clipped(spans: Iterable[Span], inside: Span) -> list[Span]:
    """Return the parts of `spans` that lie inside, joined."""
    return joined(part for s in spans if (part := s.clipped(inside)))


def measured(spans: Iterable[Span]) -> float:
    """Return the seconds that the spans cover together; what overlaps counts once."""
    return sum(s.seconds for s in joined(spans))
