"""Calendars in the format that calendar programs read (RFC 5545). Moments are written in UTC: no time zone is needed.

What is written: one VCALENDAR with VEVENTs; NAME and REFRESH-INTERVAL are those of RFC 7986.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//OES//Exams//EN"
LONGEST_OCTETS = 75
"""Of a line without its end; what is longer goes on in the next line after a space."""


@dataclass(frozen=True, slots=True)
class Event:
    """One exam. `uid` stays the same whatever is changed; `start` and `end` are aware; texts are plain."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""


def calendar_text(*, name: str, stamped_at: datetime, events: Iterable[Event], refresh_hours: int = 1) -> str:
    """Return a whole calendar; its lines end in CRLF, as they have to."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{refresh_hours}H", f"X-PUBLISHED-TTL:PT{refresh_hours}H",
    ]  # fmt: skip
    for event in events:
        lines += _event_lines(event, stamped_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event_lines(event: Event, stamped_at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VEVENT", f"UID:{escaped(event.uid)}", f"DTSTAMP:{in_utc(stamped_at)}")
    yield from (f"DTSTART:{in_utc(event.start)}", f"DTEND:{in_utc(event.end)}", f"SUMMARY:{escaped(event.summary)}")
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{escaped(event.location)}"
    if event.url:
        yield f"URL:{_without_controls(event.url)}"
    yield from ("STATUS:CONFIRMED", "END:VEVENT")


def in_utc(at: datetime) -> str:
    """Return an aware moment as a UTC date-time, to the second: 20270110T040000Z."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    moment = at.astimezone(UTC)
    return f"{moment.year:04}{moment:%m%dT%H%M%S}Z"


def escaped(text: str) -> str:
    """Return a TEXT value: what the format reads as its own is escaped, control characters are left out."""
    joined = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        joined = joined.replace(letter, written)
    return _without_controls(joined)


def _without_controls(text: str) -> str:
    return "".join(letter for letter in text if letter == "\t" or (letter >= " " and letter != "\x7f"))


def folded(line: str) -> list[str]:
    """Return a content line in parts of at most 75 octets, none of which breaks a letter; all but the first begin
    with a space."""
    parts, part, room = [], "", LONGEST_OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            part, room = " ", LONGEST_OCTETS - 1
        part += letter
        room -= size
    return [*parts, part]
