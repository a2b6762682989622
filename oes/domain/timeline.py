"""Segments and gaps of a track on the attempt's clock: no overlap, no lost second."""

from collections.abc import Sequence
from dataclasses import dataclass

from oes.domain.spans import Span, clipped, joined, subtracted

JOIN_SECONDS = 0.5
"""Two segments this close are continuous: a recorder change loses at most a few frames."""
PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class MissingSpan:
    """Seconds that a track lacks, and the reason."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A technical fact that explains missing seconds near it: `reload`, `offline`, `late_return`, ..."""

    span: Span
    reason: str


def missing(
    recorded: Sequence[Span], attempt: Span, faults: Sequence[Fault], pauses: Sequence[Span] = ()
) -> list[MissingSpan]:
    """Return the gaps of a track in order. Each takes the reason of the fault that overlaps it most, else `unknown`.

    What lies in a granted pause is a gap of its own, with the reason `pause`: no fault, and no missing recording.
    """
    holes = subtracted([attempt], joined(recorded, JOIN_SECONDS))
    found = [MissingSpan(hole, _reason(hole, faults)) for hole in subtracted(holes, pauses)]
    found += [MissingSpan(part, PAUSE) for hole in holes for part in clipped(pauses, hole)]
    return sorted((one for one in found if one.span.seconds > JOIN_SECONDS), key=lambda one: one.span)


def _reason(hole: Span, faults: Sequence[Fault]) -> str:
    near = Span(hole.start - JOIN_SECONDS, hole.end + JOIN_SECONDS)
    best = max(faults, key=lambda f: (f.span.overlap(near), f.reason), default=None)
    return best.reason if best is not None and best.span.overlap(near) > 0 else "unknown"
