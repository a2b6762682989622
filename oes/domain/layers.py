"""Which layers watched an attempt, and from when to when: each stands alone, and a report names them all."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LATE_SECONDS = 60.0
"""A layer that is first heard of so long after the grace time missed the beginning."""
SILENT_SECONDS = 60.0
"""Heartbeats come every 10 s: one that was last heard of so long before the end missed it."""


class Layer(StrEnum):
    """In the order in which they are named."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SCREEN = "screen"
    EMBED = "embed"
    EXTENSION = "extension"
    GUARD = "guard"
    SAFE_EXAM_BROWSER = "seb"


class Presence(StrEnum):
    WHOLE = "whole"
    PARTLY = "partly"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Heard:
    """From when to when, on the attempt's clock, something of a layer was heard."""

    layer: str
    first_seconds: float
    last_seconds: float


@dataclass(frozen=True, slots=True)
class LayerSeen:
    layer: Layer
    presence: Presence
    first_seconds: float = 0.0
    last_seconds: float = 0.0


def layers_seen(heard: Iterable[Heard], *, end_seconds: float, grace_seconds: float) -> list[LayerSeen]:
    """Return every layer with its presence up to `end_seconds`: now, or the end of the exam."""
    known = {one.layer: one for one in heard}
    return [_seen(layer, known.get(layer), end_seconds, grace_seconds) for layer in Layer]


def _seen(layer: Layer, heard: Heard | None, end_seconds: float, grace_seconds: float) -> LayerSeen:
    if heard is None:
        return LayerSeen(layer, Presence.ABSENT)
    early = heard.first_seconds <= grace_seconds + LATE_SECONDS
    late = heard.last_seconds >= end_seconds - SILENT_SECONDS
    presence = Presence.WHOLE if early and late else Presence.PARTLY
    return LayerSeen(layer, presence, heard.first_seconds, min(heard.last_seconds, end_seconds))
