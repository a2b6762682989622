"""Seats at the university (W16): opening hours, the times that a student may book, which seat is free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

SETTLE_MINUTES = 15
"""For device check and identity, before the exam's own minutes."""
EARLY_MINUTES = 30
"""So much before its start a booking may be used."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open on one day of the week (0 is Monday), on the clock of the institution."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked: half open, aware moments."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Slot") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class CheckIn(StrEnum):
    """What a booking is good for at a moment."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


def slots_of(opens_at: datetime, closes_at: datetime, planned_minutes: int) -> list[Slot]:
    """Return the times in which an exam can be sat, one after the other; the last one ends when the exam closes.

    An exam that leaves no room for more than one sitting has one slot: all the time that it is open.
    """
    length = timedelta(minutes=planned_minutes + SETTLE_MINUTES)
    count = int((closes_at - opens_at) / length)
    if count < 2:
        return [Slot(opens_at, closes_at)] if closes_at > opens_at else []
    return [Slot(opens_at + length * n, opens_at + length * (n + 1)) for n in range(count)]


def is_open(hours: Iterable[Hours], slot: Slot, zone: tzinfo) -> bool:
    """Return whether a place is open from the start of a slot to its end. Slots over midnight find it closed."""
    starts, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    if starts.date() != ends.date():
        return False
    day = [row for row in hours if row.weekday == starts.weekday()]
    return any(row.opens <= starts.time() and ends.time() <= row.closes for row in day)


def free_seats(seats: Sequence[int], taken: Iterable[tuple[int, Slot]], slot: Slot) -> list[int]:
    """Return the seats that nobody has during a slot, in their order."""
    busy = {seat for seat, other in taken if slot.overlaps(other)}
    return [seat for seat in seats if seat not in busy]


def check_in_at(slot: Slot, now: datetime) -> CheckIn:
    """Return whether a booking may be used: from half an hour before its start to its end."""
    if now < slot.starts_at - timedelta(minutes=EARLY_MINUTES):
        return CheckIn.EARLY
    return CheckIn.OPEN if now < slot.ends_at else CheckIn.OVER
