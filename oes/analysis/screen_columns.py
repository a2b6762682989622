"""Measures of a screen segment as the `screen` part of an ObservationSet's JSON, and back."""

import base64
import zlib
from collections.abc import Sequence
from typing import Any

from oes.analysis.facts import Reading
from oes.domain.measures import ScreenMeasures
from oes.domain.screen_words import FoundWord

KEY = "screen"
_SCALARS = ("at_seconds", "brightness", "contrast", "changed", "held_seconds")


def to_screen_columns(looks: Sequence[ScreenMeasures], reading: Reading | None) -> dict[str, Any]:
    """Return the columns; `reading` only where this segment was read."""
    columns: dict[str, Any] = {name: [_short(getattr(look, name)) for look in looks] for name in _SCALARS}
    columns["size"] = [[look.width, look.height] for look in looks]
    columns["words"] = [None if look.words is None else list(look.words) for look in looks]
    columns["places"] = [[[round(n, 4) for n in place] for place in look.places] for look in looks]
    if reading is not None:
        columns["reading"] = _packed(reading)
    return columns


def from_screen_columns(columns: dict[str, Any]) -> list[ScreenMeasures]:
    """Return the looked-at moments on the segment's clock."""
    looks = []
    for i in range(len(columns["at_seconds"])):
        words, (width, height) = columns["words"][i], columns["size"][i]
        looks.append(
            ScreenMeasures(
                **{name: columns[name][i] for name in _SCALARS},
                width=width,
                height=height,
                words=None if words is None else tuple(words),
                places=tuple((x, y, w, h) for x, y, w, h in columns["places"][i]),
            )
        )
    return looks


def reading_of(columns: dict[str, Any]) -> Reading | None:
    """Return what was known of the screen after this segment, if it was read in it."""
    stored = columns.get("reading")
    if stored is None:
        return None
    grid = zlib.decompress(base64.b64decode(stored["grid"]))
    words = tuple(FoundWord(key, (x, y, w, h)) for key, x, y, w, h in stored["words"])
    return Reading(stored["at"], stored["credit"], grid, words)


def _packed(reading: Reading) -> dict[str, Any]:
    return {
        "at": round(reading.at_seconds, 3),
        "credit": round(reading.credit, 3),
        "grid": base64.b64encode(zlib.compress(reading.grid)).decode(),
        "words": [[word.key, *(round(n, 4) for n in word.place)] for word in reading.words],
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
