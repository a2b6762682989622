"""Durations and moments in the words and formats of the guide."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from oes.domain.durations import displayed_minutes, hours_and_minutes

_DAY = "%d-%m-%Y"
_CLOCK = "%H:%M:%S"


def in_words(minutes: int) -> str:
    """Return "0 hours, 15 minutes" (G6), each number with the plural form that the language asks for."""
    hours, rest = hours_and_minutes(minutes)
    return gettext("%(hours)s, %(minutes)s") % {
        "hours": ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours},
        "minutes": ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest},
    }


def seconds_in_words(seconds: float) -> str:
    """Return a duration as the pages show it: whole minutes, rounded down."""
    return in_words(displayed_minutes(seconds))


def clock_time(seconds: float) -> str:
    """Return a place on the attempt's clock: 00:03:05."""
    whole = max(0, int(seconds + 1e-6))
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def full_moment(at: datetime, zone: tzinfo) -> str:
    """Return dd.mm.yyyy HH:MM:SS (G14)."""
    return at.astimezone(zone).strftime(f"%d.%m.%Y {_CLOCK}")


def full_day(at: datetime, zone: tzinfo) -> str:
    """Return dd.mm.yyyy."""
    return at.astimezone(zone).strftime("%d.%m.%Y")


def report_span(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Return `dd-mm-yyyy HH:MM:SS - HH:MM:SS`, or one moment when both show the same second (G17).

    The end carries its own date only when midnight lies between.
    """
    start, end = start.astimezone(zone), end.astimezone(zone)
    begins, ends = start.strftime(f"{_DAY} {_CLOCK}"), end.strftime(f"{_DAY} {_CLOCK}")
    if begins == ends:
        return begins
    return f"{begins} - {end.strftime(_CLOCK) if start.date() == end.date() else ends}"


def zone_in_words(zone: ZoneInfo, at: datetime) -> str:
    """Return the zone's name with its offset at that moment: "Asia/Almaty, UTC+05:00"."""
    offset = at.astimezone(zone).strftime("%z")
    return f"{zone.key}, UTC{offset[:3]}:{offset[3:5]}"
