"""The wall clock of a student's computer beside the server's: how far they lie apart, and when one was moved."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

JUMP_SECONDS = 5.0
"""Clocks that lie apart by so much more than a moment ago were moved: half a slow round trip is less."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The browser's wall clock at a moment. `wall_seconds`: by it, how long after the server's moment of "OK".

    Readings are given in the order in which they were told, which a moved clock does not change.
    """

    at_seconds: float
    wall_seconds: float

    @property
    def offset_seconds(self) -> float:
        """Return by how much the browser's clock is ahead of the server's."""
        return self.wall_seconds - self.at_seconds


@dataclass(frozen=True, slots=True)
class Jump:
    """A wall clock that was moved, forward where `by_seconds` is above 0."""

    at_seconds: float
    by_seconds: float


def jumps(readings: Iterable[Reading]) -> list[Jump]:
    """Return when the browser's clock was moved. One odd reading between two that agree is none."""
    found = []
    for before, after in pairwise(_without_odd(list(readings))):
        by = after.offset_seconds - before.offset_seconds
        if abs(by) >= JUMP_SECONDS:
            found.append(Jump(after.at_seconds, round(by, 1)))
    return found


def _without_odd(told: list[Reading]) -> list[Reading]:
    def is_odd(place: int) -> bool:
        if not 0 < place < len(told) - 1:
            return False
        before, here, after = (told[place + step].offset_seconds for step in (-1, 0, 1))
        return abs(after - before) < JUMP_SECONDS <= abs(here - before)

    return [one for place, one in enumerate(told) if not is_odd(place)]


def offset_at(readings: Iterable[Reading], at_seconds: float) -> float | None:
    """Return by how much the browser's clock was ahead at a moment, by the reading next to it; None without any."""
    told = sorted(readings, key=lambda one: one.at_seconds)
    if not told:
        return None
    place = bisect_left([one.at_seconds for one in told], at_seconds)
    near = min(told[max(0, place - 1) : place + 1], key=lambda one: abs(one.at_seconds - at_seconds))
    return near.offset_seconds


def usual_offset(readings: Iterable[Reading]) -> float | None:
    """Return by how much the browser's clock was ahead for most of the time; None without readings."""
    told = [one.offset_seconds for one in readings]
    return round(median(told), 1) if told else None
