"""Deadlines in working days of an institution: its time zone, its holidays, its Saturdays."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SATURDAY, _SUNDAY = 5, 6
_NEVER = 366
"""So many days on end without work: the calendar is wrong, and a deadline is given all the same."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """On which days an institution works. `free` and `working` are exceptions; a day in both is free."""

    zone: ZoneInfo
    free: AbstractSet[date] = frozenset()
    working: AbstractSet[date] = frozenset()
    works_on_saturday: bool = False

    def is_working(self, day: date) -> bool:
        """Return whether the institution works on a day."""
        if day in self.free:
            return False
        if day in self.working:
            return True
        return day.weekday() < _SATURDAY or (self.works_on_saturday and day.weekday() < _SUNDAY)

    def next_working(self, day: date) -> date:
        """Return the first working day after one."""
        for _ in range(_NEVER):
            day += timedelta(days=1)
            if self.is_working(day):
                break
        return day

    def deadline(self, moment: datetime, days: int) -> datetime:
        """Return the end (UTC, exclusive) of the working day that lies `days` working days after a moment's own day.

        The day of the moment never counts. `days` 0: the end of that day itself, or of the next working day.
        """
        day = moment.astimezone(self.zone).date()
        if days == 0 and not self.is_working(day):
            day = self.next_working(day)
        for _ in range(days):
            day = self.next_working(day)
        return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
