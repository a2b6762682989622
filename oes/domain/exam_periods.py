"""Which exam session is meant on a day, and how it stands then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class When(StrEnum):
    """How a session stands on a day."""

    COMING = "coming"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of a session, both included. `key` tells which session it is."""

    key: int
    first: date
    last: date


def when(first: date, last: date, today: date) -> When:
    """Return whether a session of these days lies ahead, goes on or is over."""
    if today < first:
        return When.COMING
    return When.NOW if today <= last else When.OVER


def chosen(periods: Iterable[Days], today: date) -> Days | None:
    """Return the session that somebody means who names none: the one that goes on, else the next, else the last one.

    Of several that go on, the one that began last; of equals, the one with the greatest key.
    """
    rows = list(periods)
    going_on = [row for row in rows if when(row.first, row.last, today) is When.NOW]
    if going_on:
        return max(going_on, key=lambda row: (row.first, row.key))
    coming = [row for row in rows if row.first > today]
    if coming:
        return min(coming, key=lambda row: (row.first, -row.key))
    return max(rows, key=lambda row: (row.last, row.key), default=None)
