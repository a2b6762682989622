"""RFC 5545, read back by a small reader of its own."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.icalendar import Event, calendar_text, escaped, folded, in_utc

NOW = datetime(2027, 1, 5, 12, 0, tzinfo=UTC)
ALMATY = timezone(timedelta(hours=5))
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def read(text: str) -> list[tuple[str, str]]:
    """Return names (with parameters) and raw values of the lines, unfolded as section 3.1 says."""
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")
    assert lines.pop() == ""
    return [(line.partition(":")[0], line.partition(":")[2]) for line in lines]


def unescaped(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _event(**changed) -> Event:
    told = {
        "uid": "a@b", "start": datetime(2027, 1, 10, 9, 0, tzinfo=ALMATY),
        "end": datetime(2027, 1, 10, 12, 0, tzinfo=ALMATY), "summary": "Дерекқор",
    }  # fmt: skip
    return Event(**(told | changed))


def test_a_calendar_has_what_the_format_asks_for():
    event = _event(description="60 min\nroom; 204", location="204", url="https://oes.example/exams/")
    assert read(calendar_text(name="Менің емтихандарым", stamped_at=NOW, events=[event])) == [
        ("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//OES//Exams//EN"), ("CALSCALE", "GREGORIAN"),
        ("NAME", "Менің емтихандарым"), ("X-WR-CALNAME", "Менің емтихандарым"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"), ("X-PUBLISHED-TTL", "PT1H"),
        ("BEGIN", "VEVENT"), ("UID", "a@b"), ("DTSTAMP", "20270105T120000Z"), ("DTSTART", "20270110T040000Z"),
        ("DTEND", "20270110T070000Z"), ("SUMMARY", "Дерекқор"), ("DESCRIPTION", "60 min\\nroom\\; 204"),
        ("LOCATION", "204"), ("URL", "https://oes.example/exams/"), ("STATUS", "CONFIRMED"), ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]  # fmt: skip


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        in_utc(datetime(2027, 1, 10))  # noqa: DTZ001


def test_a_line_in_a_value_opens_no_property():
    text = calendar_text(
        name="x", stamped_at=NOW, events=[_event(summary="A\r\nATTENDEE:mailto:x", url="http://x/\r\nX:1")]
    )
    assert "\r\nATTENDEE" not in text
    assert "\r\nX:1" not in text


@given(_ANY)
def test_a_text_comes_back(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in lines if letter in "\n\t" or (letter >= " " and letter != "\x7f"))
    assert unescaped(escaped(text)) == kept
    assert "\n" not in escaped(text)


@given(_ANY.filter(lambda text: "\r" not in text and "\n" not in text))
def test_parts_are_short_and_make_the_line_again(line):
    parts = folded(line)
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


@given(_ANY, _ANY)
def test_a_whole_calendar_can_be_read_whatever_stands_in_it(summary, description):
    text = calendar_text(name="x", stamped_at=NOW, events=[_event(summary=summary, description=description)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    names = [name for name, _ in read(text)]
    assert names.count("BEGIN") == names.count("END") == 2
    assert dict(read(text))["SUMMARY"] == escaped(summary)
