"""Segments and gaps of a track on the attempt's clock: no overlap, no lost second."""

from collections.abc import Sequence
from dataclasses import dataclass

from oes.domain.spans import Span, joined, subtracted

JOIN_SECONDS = 0.5
"""Two segments this close are continuous: a recorder change loses at most a few frames."""


@dataclass(frozen=True, slots=True)
class MissingSpan:
    """Seconds that a track lacks, and the reason."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A technical fact that explains missing seconds near it: `reload`, `offline`, `device_asleep`, ..."""

    span: Span
    reason: str


def missing(recorded: Sequence[Span], attempt: Span, faults: Sequence[Fault]) -> list[MissingSpan]:
    """Return the gaps of a track. Each takes the reason of the fault that overlaps it most, else `unknown`."""
    holes = subtracted([attempt], joined(recorded, JOIN_SECONDS))
    return [MissingSpan(hole, _reason(hole, faults)) for hole in holes if hole.seconds > JOIN_SECONDS]


def _reason(hole: Span, faults: Sequence[Fault]) -> str:
    near = Span(hole.start - JOIN_SECONDS, hole.end + JOIN_SECONDS)
    best = max(faults, key=lambda f: (f.span.overlap(near), f.reason), default=None)
    return best.reason if best is not None and best.span.overlap(near) > 0 else "unknown"
