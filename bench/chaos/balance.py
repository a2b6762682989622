"""Whether an attempt's account balances: each second of each track is stored, or lies in a gap with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oes.domain.spans import Span, clipped, joined, measured, subtracted
from oes.domain.timeline import JOIN_SECONDS


@dataclass(frozen=True, slots=True)
class Account:
    """Seconds of one track between "OK" and the end. `lost`: neither stored nor explained; those at joins are shorter
    than JOIN_SECONDS each and are no gaps.
    """

    whole: float
    stored: float
    gaps: float
    joins: float
    lost: tuple[Span, ...]
    twice: tuple[Span, ...]
    """Seconds that are stored and said to be missing."""

    @property
    def balances(self) -> bool:
        return not self.lost and not self.twice


def account(*, end: float, stored: Iterable[Span], gaps: Sequence[Span]) -> Account:
    """Return the account of one track of an attempt that lasted `end` seconds."""
    whole = Span(0.0, end)
    there, missing = clipped(stored, whole), clipped(gaps, whole)
    holes = subtracted([whole], [*there, *missing])
    both = [part for one in there for part in clipped(missing, one)]
    return Account(
        whole=end,
        stored=measured(there),
        gaps=measured(missing),
        joins=sum(hole.seconds for hole in holes if hole.seconds <= JOIN_SECONDS),
        lost=tuple(hole for hole in holes if hole.seconds > JOIN_SECONDS + 0.001),
        twice=tuple(part for part in joined(both) if part.seconds > 0.01),
    )
