"""What the recorder's page may send. Every refusal becomes a 400, never a 500."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from oes.recordings.models import TrackKind
from oes.recordings.services import ToldEvent

MOST_BYTES = 1024 * 1024
MOST_ROWS = 5000
"""Three hours of two tracks that nobody could send are 2,700 segments."""
MOST_SECONDS = 1e6
MOST_MOMENTS = 10
LARGEST = 2**31 - 1
EVENT_KINDS = frozenset(
    {
        "hidden",
        "visible",
        "offline",
        "online",
        "track_ended",
        "track_muted",
        "track_unmuted",
        "camera_opened",
        "screen_shared",
        "second_screen",
        "one_screen",
        "asleep",
        "no_recording",
        "recording_lost",
        "reload",
        "refused",
        "store_failed",
        "go_on",
        "bitrate_lowered",
        "bitrate_raised",
        "storage_full",
        "storage_free",
        "storage_short",
        "storage_enough",
        "server_down",
        "server_up",
        "clock",
        "closed",
    }
)


class BadBody(ValueError):
    """The body is not what the API describes; the message says where."""


def json_body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request; an empty body is an empty object."""
    if not request.headers.get("Content-Length", "").isdigit():
        raise BadBody("Content-Length is missing")  # a chunked body would be read as empty
    raw = request.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise BadBody("the body is too large")
    try:
        data = json.loads(raw or b"{}")
    except (ValueError, RecursionError) as error:
        raise BadBody("the body is not JSON") from error
    if not isinstance(data, dict):
        raise BadBody("the body is not an object")
    return data


def uuid_of(value: object, name: str) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise BadBody(f"{name} is not a uuid") from error


def events_of(data: dict[str, Any]) -> list[ToldEvent]:
    """Read the events of a batch; one bad event refuses the batch, so that the page sees its mistake."""
    return [_event(row) for row in _rows(data, "events")]


def _event(row: dict[str, Any]) -> ToldEvent:
    if not isinstance(row.get("kind"), str) or row["kind"] not in EVENT_KINDS:
        raise BadBody(f"unknown event kind {str(row.get('kind'))[:40]!r}")
    return ToldEvent(
        sequence=whole_of(row, "sequence"),
        kind=row["kind"],
        at_seconds=_seconds(row.get("at_seconds")),
        wall_at=_moment(row.get("wall")),
        detail=storable(row.get("detail"))[:200],
    )


def moments_of(data: dict[str, Any]) -> list[float]:
    """Read when the steps of a challenge were shown."""
    shown = data.get("shown")
    if not isinstance(shown, list) or not 0 < len(shown) <= MOST_MOMENTS:
        raise BadBody(f"shown is not a list of at most {MOST_MOMENTS} numbers")
    return [_seconds(value) for value in shown]


def announced_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Read the segments of a manifest."""
    rows = _rows(data, "segments")
    return [
        {
            "track": _choice(row, "track", TrackKind.values),
            "run": whole_of(row, "run"),
            "sequence": whole_of(row, "sequence"),
            "sha256": _hash(row),
            **_span(row),
        }
        for row in rows
    ]


def _span(row: dict[str, Any]) -> dict[str, float]:
    """Read the seconds that a segment shows; older pages do not tell them."""
    if row.get("start") is None and row.get("end") is None:
        return {}
    start, end = _seconds(row.get("start")), _seconds(row.get("end"))
    if not 0 <= start < end:
        raise BadBody("start and end are no span")
    return {"start": start, "end": end}


def _rows(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or len(rows) > MOST_ROWS or not all(isinstance(r, dict) for r in rows):
        raise BadBody(f"{name} is not a list of at most {MOST_ROWS} objects")
    return rows


def whole_of(row: dict[str, Any], name: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise BadBody(f"{name} is not a whole number")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadBody("at_seconds is not a number")
    if not abs(value) <= MOST_SECONDS:  # NaN is not, either
        raise BadBody("at_seconds is out of range")
    return float(value)


def _moment(value: object) -> datetime | None:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def storable(value: object) -> str:
    """Return text that every database takes: no lone surrogates, no NUL."""
    return str(value or "").encode("utf-8", "replace").decode().replace("\0", "")


def _choice(row: dict[str, Any], name: str, values: list[str]) -> str:
    if row.get(name) not in values:
        raise BadBody(f"{name} is not one of {', '.join(values)}")
    return str(row[name])


def _hash(row: dict[str, Any]) -> str:
    value = row.get("sha256")
    if not isinstance(value, str) or len(value) != 64 or set(value) - set("0123456789abcdef"):
        raise BadBody("sha256 is not 64 hexadecimal letters")
    return value
