"""Segments and gaps of a track on the attempt's clock: no overlap, no lost second."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from oes.domain.spans import Span, clipped, joined, subtracted

JOIN_SECONDS = 0.5
"""Two segments this close are continuous: a recorder change loses at most a few frames."""
PAUSE = "pause"
UNKNOWN = "unknown"


class KnownBy(StrEnum):
    """Whose word the reason of a gap is: the recorder's page told it, the server knows it by itself, or it follows
    from what lies near. Keys are stored: they never change."""

    RECORDER = "recorder"
    SERVER = "server"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class MissingSpan:
    """Seconds that a track lacks, the reason, and whose word it is."""

    span: Span
    reason: str
    known_by: str = KnownBy.INFERRED


@dataclass(frozen=True, slots=True)
class Fault:
    """A technical fact that explains missing seconds near it: `reload`, `offline`, `late_return`, ..."""

    span: Span
    reason: str
    known_by: str = KnownBy.RECORDER


def stored(recorded: Sequence[Span], attempt: Span) -> list[Span]:
    """Return the seconds of an attempt that a track holds. What lies between two recorders, or between a segment and
    the attempt's own edge, is no gap up to JOIN_SECONDS."""
    return _up_to_edges(joined(clipped(recorded, attempt), JOIN_SECONDS), attempt)


def missing(
    recorded: Sequence[Span], attempt: Span, faults: Sequence[Fault], pauses: Sequence[Span] = ()
) -> list[MissingSpan]:
    """Return the gaps of a track in order: with `stored` they are the whole attempt, and nothing is in both.

    Each takes the reason of the fault that explains it best, else `unknown`. What lies in a granted pause is a gap of
    its own, with the reason `pause`: no fault, and no missing recording.
    """
    found: list[MissingSpan] = []
    for hole in subtracted([attempt], stored(recorded, attempt)):
        granted = _up_to_edges(joined(clipped(pauses, hole), JOIN_SECONDS), hole)
        found += [MissingSpan(part, PAUSE, KnownBy.SERVER) for part in granted]
        found += [_explained(part, faults) for part in subtracted([hole], granted)]
    return sorted(found, key=lambda one: one.span)


def _up_to_edges(spans: list[Span], inside: Span) -> list[Span]:
    """Return spans with the ends that all but reach the edges put onto them: no splinter is left over."""
    return [
        Span(
            inside.start if span.start - inside.start <= JOIN_SECONDS else span.start,
            inside.end if inside.end - span.end <= JOIN_SECONDS else span.end,
        )
        for span in spans
    ]


def _explained(hole: Span, faults: Sequence[Fault]) -> MissingSpan:
    """Return a hole with its reason. The recorder's word on most of it stands before what others make of it."""
    near = Span(hole.start - JOIN_SECONDS, hole.end + JOIN_SECONDS)
    touching = [fault for fault in faults if fault.span.overlap(near) > 0]
    if not touching:
        return MissingSpan(hole, UNKNOWN)

    def rank(fault: Fault) -> tuple[bool, float, str]:
        overlap = fault.span.overlap(near)
        told = fault.known_by == KnownBy.RECORDER and overlap * 2 >= hole.seconds
        return told, overlap, fault.reason

    best = max(touching, key=rank)
    return MissingSpan(hole, best.reason, best.known_by)
