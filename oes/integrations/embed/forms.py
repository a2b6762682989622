"""What the embed script may send."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from oes.recorder.forms import BadBody, uuid_of

KINDS = frozenset(
    {"heartbeat", "exam_started", "exam_ended", "left", "returned", "fullscreen_left", "fullscreen_entered"}
)
MOST_EVENTS = 200
LARGEST_SEQUENCE = 1_000_000
LARGEST_AGE_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class PageTold:
    """What one load of an exam page told: (sequence, kind, age in seconds) of each event."""

    page: UUID
    events: tuple[tuple[int, str, float], ...]


def page_told(data: dict[str, Any]) -> PageTold:
    """Read a batch; one bad event refuses it. Raises BadBody."""
    events = data.get("events")
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise BadBody(f"events is not a list of at most {MOST_EVENTS}")
    return PageTold(uuid_of(data.get("page_key"), "page_key"), tuple(_event(e) for e in events))


def _event(row: object) -> tuple[int, str, float]:
    kind = row.get("kind") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(kind, str) or kind not in KINDS:
        raise BadBody("an event is not an object of a known kind")
    age_ms = _number(row.get("age_ms"), LARGEST_AGE_MS, "age_ms")
    sequence = _number(row.get("sequence"), LARGEST_SEQUENCE, "sequence")
    if sequence != int(sequence):
        raise BadBody("sequence is not a whole number")
    return int(sequence), kind, age_ms / 1000


def _number(value: object, largest: int, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= largest:
        raise BadBody(f"{name} is not a number from 0 to {largest}")
    return value
