"""The pictures that all systems get, and what is in them by label."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.accuracy.conditions import changed
from bench.accuracy.face_pictures import read_pairs
from bench.accuracy.footage import Footage, read_folder
from bench.accuracy.rows import REAL
from bench.accuracy.tools import read_rgb
from bench.speed.material import in_one_take
from oes.analysis.media import WHOLE_RECORDING, sampled
from oes.domain.spans import Span

T = TypeVar("T")
TOLERANCE_SECONDS = 1.0
PAIRS = "face_pairs_lfw"
SIDES = "face_pairs_cfp"
HARD = ("dark", "small", "noisy")
PROFILES = "profile"
STILLS = (*HARD, PROFILES)
MOST_STILLS = 40
"""Of each kind."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What one picture shows by label; None where that is not judged."""

    kind: str
    anybody: bool | None
    second: bool | None


@dataclass(frozen=True, slots=True)
class Material:
    """Files of pictures by film and by pair, with their truths in the same order.

    `stills`: pictures with a face by what makes it hard to find; none of them belongs to a film.
    """

    films: list[list[str]]
    truths: list[list[Truth]]
    pairs: list[tuple[str, str]]
    same: list[bool]
    stills: dict[str, list[str]]


def write_pictures(folder: Path, *, data: Path, seconds: int, pairs: int) -> Material:
    """Decode a picture a second of at most `seconds` of each clip, and `pairs` portraits' pairs, once, into `folder`.

    Honest clips in one take, and all labelled clips. Stills are made from real ones of them, and from profiles.
    """
    footage = [clip for clip in read_folder(data / "honest") if in_one_take(clip.path)]
    footage += read_folder(data / "clips")
    films: list[list[str]] = []
    truths: list[list[Truth]] = []
    for number, clip in enumerate(footage):
        shown = [p for p in sampled(clip.path, per_second=1, limits=WHOLE_RECORDING, until_seconds=seconds)]
        films.append([_saved(folder / f"{number:02}-{i:04}.npy", p.rgb) for i, p in enumerate(shown)])
        truths.append([truth_at(clip, p.at_seconds) for p in shown])
    chosen, same = _pairs(folder, data / PAIRS, most=pairs)
    stills = {name: _hard(folder, name, films, truths) for name in HARD} | {PROFILES: _profiles(folder, data)}
    return Material(films, truths, chosen, same, stills)


def truth_at(clip: Footage, at_seconds: float) -> Truth:
    """Return what a clip's labels say of one moment; nothing near their edges, and nothing while a print is shown."""
    near = Span(at_seconds - TOLERANCE_SECONDS, at_seconds + TOLERANCE_SECONDS)
    empty = _inside(clip.labels.get("nobody_in_frame", ()), near)
    two = _inside(clip.labels.get("second_person", ()), near)
    beside = (*clip.ignored.get("second_person", ()), *clip.labels.get("background_person", ()))
    if _touches(clip.labels.get("presentation_attack", ()), near):
        return Truth(clip.kind, None, None)
    second = None if two is None or empty is None or _touches(beside, near) else two
    return Truth(clip.kind, None if empty is None else not empty, second)


def _inside(spans: Sequence[Span], near: Span) -> bool | None:
    """Return whether all of `near` lies in one of the spans, or none of it does; None in between."""
    if any(span.overlap(near) >= near.seconds - 1e-9 for span in spans):
        return True
    return None if _touches(spans, near) else False


def _touches(spans: Sequence[Span], near: Span) -> bool:
    return any(span.overlap(near) > 0 for span in spans)


def _pairs(folder: Path, source: Path, *, most: int) -> tuple[list[tuple[str, str]], list[bool]]:
    listing = source / "pairs.csv"
    known = read_pairs(listing)[0] if listing.is_file() else []
    chosen = _some(known, most)
    files: dict[str, str] = {}
    for name in sorted({name for pair in chosen for name in (pair.a, pair.b)}):
        files[name] = _saved(folder / f"portrait-{len(files):04}.npy", read_rgb(source / "images" / name))
    return [(files[pair.a], files[pair.b]) for pair in chosen], [pair.same for pair in chosen]


def _hard(folder: Path, condition: str, films: list[list[str]], truths: list[list[Truth]]) -> list[str]:
    """Return pictures of real clips with somebody in them, changed by a condition."""
    shown = [
        path
        for film, told in zip(films, truths, strict=True)
        for path, truth in zip(film, told, strict=True)
        if truth.kind == REAL and truth.anybody
    ]
    return [
        _saved(folder / f"{condition}-{Path(path).name}", changed(np.load(path), condition)) for path in _some(shown)
    ]


def _profiles(folder: Path, data: Path) -> list[str]:
    found = _some(sorted((data / SIDES / "images").glob("*/profile/*.jpg")))
    return [_saved(folder / f"profile-{i:04}.npy", read_rgb(path)) for i, path in enumerate(found)]


def _some(items: Sequence[T], most: int = MOST_STILLS) -> Sequence[T]:
    """Return at most so many of them, evenly spread."""
    return [items[int(i * len(items) / most)] for i in range(most)] if len(items) > most else items


def _saved(path: Path, rgb: np.ndarray) -> str:
    np.save(path, rgb)
    return str(path)
