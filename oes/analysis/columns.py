"""Measures of frames as the compact columns of an ObservationSet, and back."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

import numpy as np

from oes.domain.measures import Borders, Face, FrameMeasures, SoundMeasures, Thing

EMBEDDING = 128
_SCALARS = ("brightness", "contrast", "detail", "motion", "presence", "yaw", "pitch", "roll", "similarity")


def to_columns(frames: Sequence[FrameMeasures]) -> tuple[dict[str, Any], bytes]:
    """Return the JSON columns and the embeddings (float16, one row of 128 for each that the column counts)."""
    columns: dict[str, Any] = {"at": [round(f.at_seconds, 3) for f in frames]}
    columns["faces"] = [[[_short(n, 4) for n in astuple(face)] for face in f.faces] for f in frames]
    columns["things"] = [_things(f) for f in frames]
    columns["borders"] = [None if f.borders is None else [_short(n) for n in astuple(f.borders)] for f in frames]
    columns["fingerprint"] = [_text(f.fingerprint) for f in frames]
    for name in _SCALARS:
        columns[name] = [_short(getattr(f, name)) for f in frames]
    rows = [list(_embeddings(f)) for f in frames]
    columns["embeddings"] = [len(r) for r in rows]
    return columns, np.array([e for r in rows for e in r], dtype=np.float16).tobytes()


def from_columns(columns: dict[str, Any], embeddings: bytes, *, with_embeddings: bool = False) -> list[FrameMeasures]:
    """Return the frames of a stored set, on the segment's clock; without embeddings unless asked (they are large)."""
    known = np.frombuffer(embeddings, dtype=np.float16).reshape(-1, EMBEDDING) if with_embeddings else None
    frames, place = [], 0
    unknown = [None] * len(columns["at"])  # sets of before these were measured
    things, fingerprints = columns.get("things", unknown), columns.get("fingerprint", unknown)
    lines = columns.get("borders", unknown)
    for i, at in enumerate(columns["at"]):
        count = columns["embeddings"][i]
        seen = tuple(tuple(map(float, row)) for row in known[place : place + count]) if known is not None else ()
        place += count
        scalars = {name: columns[name][i] for name in _SCALARS}
        faces = tuple(Face(*numbers) for numbers in columns["faces"][i])
        frames.append(
            FrameMeasures(
                at_seconds=at,
                faces=faces,
                **scalars,
                embedding=seen[0] if seen else None,
                other_embeddings=seen[1:],
                things=None if things[i] is None else tuple(Thing(*one) for one in things[i]),
                fingerprint=fingerprint_of(fingerprints[i]),
                borders=None if lines[i] is None else Borders(*lines[i]),
            )  # fmt: skip
        )
    return frames


def fingerprint_of(text: str | None) -> bytes | None:
    """Return the fingerprint that a column holds as text."""
    return None if text is None else b64decode(text)


def _text(fingerprint: bytes | None) -> str | None:
    return None if fingerprint is None else b64encode(fingerprint).decode()


def sound_column(sound: SoundMeasures) -> dict[str, Any]:
    """Return what is stored of a segment's sound: probabilities in hundredths and levels in whole dB."""
    return {
        "at": round(sound.at_seconds, 3),
        "step": sound.step_seconds,
        "speech": [round(100 * probability) for probability in sound.speech],
        "level": [round(level) for level in sound.level],
    }


def sound_from_column(column: dict[str, Any]) -> SoundMeasures:
    """Return the sound of a stored set, on the segment's clock."""
    speech = tuple(hundredths / 100 for hundredths in column["speech"])
    return SoundMeasures(column["at"], column["step"], speech, tuple(map(float, column["level"])))


def _short(value: float | None, digits: int = 3) -> float | None:
    return None if value is None else round(value, digits)


def _things(frame: FrameMeasures) -> list[list[Any]] | None:
    if frame.things is None:
        return None
    return [[kind, *(_short(number, 4) for number in numbers)] for kind, *numbers in map(astuple, frame.things)]


def _embeddings(frame: FrameMeasures) -> Sequence[Sequence[float]]:
    return () if frame.embedding is None else (frame.embedding, *frame.other_embeddings)
