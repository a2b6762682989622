"""The lines of a pack's chain: read them, and say where they do not hold. Standard library only."""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

NOTHING_BEFORE = "0" * 64
SEGMENTS = ("segment_stored", "segment_unannounced")
"""Links that tell of a segment's bytes; the second came after the end, and a person decides whether it counts."""
_HASH = re.compile(r"[0-9a-f]{64}")
_FIELDS = {"subject": str, "sequence": int, "at": str, "action": str, "content": dict, "previous": str}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `code`: a key of `words.SENTENCES`; `values`: where (link, track, start, end, ...)."""

    code: str
    values: dict[str, int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chain: the hash of its bytes, and what it says; None where that cannot be read."""

    digest: str
    body: dict[str, Any] | None


def lines_of(body: bytes) -> list[Line]:
    """Return the lines of `chain/links.jsonl`. One that does not end is not read."""
    whole, _, rest = body.rpartition(b"\n")
    found = [Line(hashlib.sha256(raw).hexdigest(), _link(raw)) for raw in whole.split(b"\n")] if whole else []
    return [*found, Line(NOTHING_BEFORE, None)] if rest else found


def json_of(raw: bytes) -> Any:
    """Return the value of a JSON text; None where there is none (NaN and infinity are none, nor is 1e999)."""
    try:
        return json.loads(raw.decode(), parse_constant=_no_number, parse_float=_float, parse_int=_integer)
    except (ValueError, RecursionError):
        return None


def numbered(lines: Sequence[Line]) -> dict[int, str]:
    """Return the hashes of the lines by the number that each gives itself; one that cannot be read follows the last."""
    numbers: dict[int, str] = {}
    number = 0
    for line in lines:
        number = line.body["sequence"] if line.body else number + 1
        numbers[number] = line.digest
    return numbers


def is_hash(value: object) -> bool:
    """Return whether a value is 64 hexadecimal digits in small letters."""
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def broken_links(lines: Sequence[Line], *, subject: str | None, last: str | None) -> list[Finding]:
    """Return where the chain does not hold. `last`: the hash of the last line that is signed; None where none is."""
    found: list[Finding] = []
    expected, before = 1, NOTHING_BEFORE
    for place, line in enumerate(lines):
        body = line.body
        if body is None:
            found.append(Finding("link_unreadable", {"link": expected}))
            expected, before = expected + 1, ""
            continue
        number = body["sequence"]
        if number > expected:
            found.append(Finding("links_missing", {"link": expected, "to": number - 1}))
        elif number < expected:
            found.append(Finding("link_misplaced", {"link": number, "stands": expected}))
        elif before and body["previous"] != before:
            found.append(_changed(lines, place, last))
        if subject is not None and body["subject"] != subject:
            found.append(Finding("link_foreign", _at(body)))
        expected, before = number + 1, line.digest
    return list(_once(found))


def _changed(lines: Sequence[Line], place: int, last: str | None) -> Finding:
    """Return which of two lines that do not fit was changed: the later one, unless the next one vouches for it."""
    following = lines[place + 1].body if place + 1 < len(lines) else None
    vouched = following["previous"] if following else last
    guilty = place - 1 if place and vouched == lines[place].digest else place
    body = lines[guilty].body
    assert body is not None  # a line that cannot be read is compared with no other
    return Finding("link_changed", _at(body))


def _at(body: dict[str, Any]) -> dict[str, int | float | str]:
    return {"link": body["sequence"], "action": body["action"], **segment_place(body)}


def segment_place(body: dict[str, Any]) -> dict[str, int | float | str]:
    """Return track and seconds of a link that tells of a stored segment; nothing for the others."""
    content = body["content"]
    if body["action"] not in SEGMENTS or not isinstance(content.get("track"), str):
        return {}
    spans = {name: content.get(name) for name in ("start", "end")}
    seconds = {name: value for name, value in spans.items() if _is_number(value)}
    return {"track": content["track"], **seconds} if len(seconds) == len(spans) else {"track": content["track"]}


def _link(raw: bytes) -> dict[str, Any] | None:
    body = json_of(raw)
    if not isinstance(body, dict) or not all(isinstance(body.get(name), kind) for name, kind in _FIELDS.items()):
        return None
    return None if isinstance(body["sequence"], bool) else body


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _float(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _integer(text: str) -> int:
    return int(text) if math.isfinite(float(text)) else _no_number(text)


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    seen: list[Finding] = []
    for finding in findings:
        if finding not in seen[-3:]:
            seen.append(finding)
            yield finding
