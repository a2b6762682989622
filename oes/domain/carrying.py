"""What people said about an event stays with it when the events are found anew.

A word names kind, detail and span, never a row: rows come and go with every analysis.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from oes.domain.programs import GUARD
from oes.domain.spans import Span
from oes.domain.violations import KINDS


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was found, or the event that somebody spoke about, on the attempt's clock."""

    kind: str
    span: Span
    detail: str = ""


def is_same(said: Event, found: Event) -> bool:
    """Return whether a found event may be the one spoken about: its kind, and half of the shorter span in common.

    What the guard names is never another program's.
    """
    if said.kind != found.kind:
        return False
    if KINDS[found.kind].source == GUARD and said.detail != found.detail:
        return False
    shorter = min(said.span.seconds, found.span.seconds)
    if shorter <= 0:  # a moment lies in the other span, or on its edge
        return said.span.start <= found.span.end and found.span.start <= said.span.end
    return said.span.overlap(found.span) * 2 >= shorter


def place_of(said: Event, found: Sequence[Event]) -> int | None:
    """Return which of the found events a word belongs to, or None where it is found no more.

    Of several the one with the same detail that overlaps most; the earliest of those that are equal.
    """
    same = [place for place, event in enumerate(found) if is_same(said, event)]
    if not same:
        return None

    def fit(place: int) -> tuple[bool, float, float]:
        event = found[place]
        return (event.detail == said.detail, event.span.overlap(said.span), -event.span.start)

    return max(same, key=fit)
