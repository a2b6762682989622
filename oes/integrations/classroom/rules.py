"""What is reckoned about marks that go to Classroom. Knows no database."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

MOST_TRIES = 8
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries in vain, twice as long each time; None: there are no more."""
    if tries >= MOST_TRIES:
        return None
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** max(0, tries - 1))


def grade_of(points: Decimal, *, whole: Decimal, most: Decimal) -> Decimal:
    """Return points out of `whole` as points out of `most`, to the hundredth. Both above 0."""
    return (points * most / whole).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
