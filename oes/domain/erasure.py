"""A request to erase the recording of an exam, and what may stand in its way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ErasureState(StrEnum):
    """REQUESTED: nobody has decided. REFUSED: with a reason. GRANTED: is erased as soon as nothing keeps it. DONE."""

    REQUESTED = "requested"
    REFUSED = "refused"
    GRANTED = "granted"
    DONE = "done"


S = ErasureState
NEXT: dict[ErasureState, frozenset[ErasureState]] = {
    S.REQUESTED: frozenset({S.REFUSED, S.GRANTED}),
    S.REFUSED: frozenset(),
    S.GRANTED: frozenset({S.DONE}),
    S.DONE: frozenset(),
}
OPEN = frozenset({S.REQUESTED, S.GRANTED})
"""Requests that still have something before them; an attempt has one of them at most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Why an attempt may not be erased yet. `until`: the last day of it; None where nobody knows."""

    reason: str
    until: date | None = None


def kept_until(reasons: Iterable[Kept]) -> date | None:
    """Return the last day on which something keeps an attempt, or None where one reason has no end."""
    days = [kept.until for kept in reasons]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
