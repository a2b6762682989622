"""The holidays of Kazakhstan that stand in the law with their day, as a proposal: who keeps the calendar decides.

Source: the law "On holidays in the Republic of Kazakhstan" (2001, as of 2022). Kurban Ait moves with the moon and is
set each year; it is not here, and neither are days that the government shifts.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

_FIXED = (
    (1, 1, "new_year"),
    (1, 2, "new_year"),
    (1, 7, "christmas"),
    (3, 8, "women"),
    (3, 21, "nauryz"),
    (3, 22, "nauryz"),
    (3, 23, "nauryz"),
    (5, 1, "unity"),
    (5, 7, "defender"),
    (5, 9, "victory"),
    (7, 6, "capital"),
    (8, 30, "constitution"),
    (10, 25, "republic"),
    (12, 16, "independence"),
)
_NEVER_MOVED = frozenset({"christmas"})
"""A day off by law, but no public holiday: none is given in its place."""
KEYS = frozenset(key for _month, _day, key in _FIXED)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Proposed:
    """A day off. `moved`: the working day that is given for a holiday on a weekend."""

    day: date
    key: str
    moved: bool = False


def holidays_of(year: int, *, works_on_saturday: bool = False) -> list[Proposed]:
    """Return the days off of a year in order, no day twice.

    A public holiday on a weekend gives the next working day off.
    """
    found = [Proposed(date(year, month, day), key) for month, day, key in _FIXED]
    taken = {row.day for row in found}
    weekend = frozenset({6}) if works_on_saturday else frozenset({_SATURDAY, 6})
    for row in [row for row in found if row.day.weekday() in weekend and row.key not in _NEVER_MOVED]:
        day = _next_free(row.day, taken, weekend)
        taken.add(day)
        found.append(Proposed(day, row.key, moved=True))
    return sorted(found, key=lambda row: row.day)


def _next_free(day: date, taken: AbstractSet[date], weekend: AbstractSet[int]) -> date:
    while day in taken or day.weekday() in weekend:
        day += timedelta(days=1)
    return day
