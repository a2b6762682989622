"""Labelled clips of a data folder: what may be scored in which, who is in them, and where they are cut."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from bench.accuracy.rows import COMPOSED, REAL
from oes.analysis.media import WHOLE_RECORDING, UnreadableMedia, probe
from oes.domain.spans import Span

KIND_OF_LABEL = {
    "absent": "nobody_in_frame",
    "second_person": "second_person",
    "substituted_person": "substitution",
    "looking_away": "looked_away",
    "phone": "phone",
    "book": "forbidden_object",
    "presentation_attack": "presentation_attack",
    "background_person": "background_person",
}
FILMS = {".mp4", ".webm", ".mov"}
LOOSE_SECONDS = 1.0
"""Labels and film may differ by so much."""
_NOT_SCORED = re.compile(r"do not score (\w+)")
_SAME_PERSON = re.compile(r"same \w+ as (\w+)")


@dataclass(frozen=True, slots=True)
class Photo:
    """A reference photo and where it comes from ("same session", "other session, dark")."""

    path: Path
    session: str


@dataclass(frozen=True, slots=True)
class Footage:
    """One clip with its truth. Spans are seconds of the clip; `labels` and `ignored` go by kind of violation.

    `kind` is REAL or COMPOSED. `person` names who is in it, so that nobody stands on both sides of a split.
    `identity_cuts`: where another person begins who is meant to be there.
    """

    name: str
    path: Path
    seconds: float
    kind: str
    person: str
    labels: Mapping[str, tuple[Span, ...]]
    ignored: Mapping[str, tuple[Span, ...]]
    identity_cuts: tuple[float, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def takes(self) -> list[Span]:
        """Return the stretches in which the same person is meant to be there."""
        edges = [0.0, *self.identity_cuts, self.seconds]
        return [Span(a, b) for a, b in zip(edges, edges[1:], strict=False)]


class BadLabel(ValueError):
    """A clip cannot be scored. The message says why."""


def read_folder(folder: Path) -> list[Footage]:
    """Return the clips of a folder whose labels lie beside them, by name; without those that `left_out` names."""
    return _read(folder)[0]


def left_out(folder: Path) -> list[str]:
    """Return a line for each clip that cannot be scored: its labels or film cannot be read, or do not fit together."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[list[Footage], list[str]]:
    photos, found, faults = _photos(folder / "enroll"), [], []
    labels = sorted(folder.glob("*.json"))
    for path in labels:
        try:
            found.append(_footage(path, truth_of(path), photos))
        except BadLabel as error:
            faults.append(f"{folder.name}/{path.name}: {error}")
    films = {footage.path.name for footage in found} | {path.stem for path in labels}
    alone = [p.name for p in sorted(folder.glob("*")) if p.suffix in FILMS and not {p.name, p.stem} & films]
    return found, faults + [f"{folder.name}/{name}: no labels beside it" for name in alone]


def truth_of(path: Path) -> dict[str, Any]:
    """Return the labels of one clip, with all that is needed to score it. Raises BadLabel."""
    try:
        truth = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadLabel(f"no JSON ({error})") from error
    if not isinstance(truth, dict) or not isinstance(truth.get("clip"), str):
        raise BadLabel("no name of a film under 'clip'")
    seconds = _number(truth, "duration_s")
    if not isinstance(truth.get("events"), list):
        raise BadLabel("no list under 'events'")
    for place, event in enumerate(truth["events"], start=1):
        if not isinstance(event, dict) or not isinstance(event.get("label"), str):
            raise BadLabel(f"event {place} has no label")
        if not 0 <= _number(event, "start") < _number(event, "end") <= seconds + LOOSE_SECONDS:
            raise BadLabel(f"event {place} does not lie within the {seconds:g} s of the clip")
    lasts = _film_seconds(path.parent / truth["clip"])
    if lasts < seconds - LOOSE_SECONDS:
        raise BadLabel(f"its film lasts {lasts:.1f} s, and 'duration_s' says {seconds:g}")
    return truth


def _number(told: Mapping[str, Any], field: str) -> float:
    number = told.get(field)
    if not isinstance(number, int | float) or not isfinite(number):
        raise BadLabel(f"no number under '{field}'")
    return float(number)


def _film_seconds(path: Path) -> float:
    try:
        return probe(path, limits=WHOLE_RECORDING).seconds
    except (UnreadableMedia, OSError) as error:
        raise BadLabel(f"its film {path.name} cannot be read ({error})") from error


def _footage(path: Path, truth: Mapping[str, Any], photos: Mapping[str, list[Photo]]) -> Footage:
    events, told = truth["events"], f"{truth.get('description', '')} {truth.get('notes', '')}"
    composed = "description" in truth and "real webcam" not in told
    seconds = float(truth["duration_s"])
    return Footage(
        name=path.stem,
        path=path.parent / truth["clip"],
        seconds=seconds,
        kind=COMPOSED if composed else REAL,
        person=person_of(path.stem, truth, photos.get(path.stem, ())),
        labels=_by_kind(event for event in events if not _is_ignored(event, events)),
        ignored=ignored_of(events, seconds),
        identity_cuts=tuple(truth.get("identity_cuts", ())),
        photos=tuple(photos.get(path.stem, ())),
    )


def ignored_of(events: list[Mapping[str, Any]], seconds: float) -> dict[str, tuple[Span, ...]]:
    """Return what is not scored, by kind.

    Labels that say so themselves. A face in the background may be a second person or not: only what has no face is
    judged. Where people with their backs turned carry the label of a second person, or a note says so, that kind
    is not scored in the whole clip.
    """
    out = dict(_by_kind(event for event in events if _is_ignored(event, events)))
    for event in events:
        if event["label"] == "background_person" and event.get("face"):
            out["second_person"] = (*out.get("second_person", ()), Span(event["start"], event["end"]))
    return out | {kind: (Span(0.0, seconds),) for kind in _unscored(events)}


def person_of(name: str, truth: Mapping[str, Any], photos: Any) -> str:
    """Return who is in a clip: as it says itself, as its reference photos are named, else the clip's own name."""
    if "person" in truth:
        return str(truth["person"])
    if same := _SAME_PERSON.search(truth.get("notes", "")):
        return same[1]
    for photo in photos:
        return photo.path.stem.partition("__")[2].split("_")[0] or name
    return "_".join(name.split("_")[:2]) if name.startswith("dev_h") else name


def _is_ignored(event: Mapping[str, Any], events: list[Mapping[str, Any]]) -> bool:
    return bool(event.get("ignore")) or KIND_OF_LABEL.get(event["label"]) in _unscored(events)


def _unscored(events: list[Mapping[str, Any]]) -> set[str]:
    said = {kind for event in events for kind in _NOT_SCORED.findall(event.get("note", ""))}
    turned = any(event["label"] == "second_person" and event.get("face") is False for event in events)
    return said | ({"second_person"} if turned else set())


def _by_kind(events: Any) -> dict[str, tuple[Span, ...]]:
    out: dict[str, tuple[Span, ...]] = {}
    for event in events:
        if kind := KIND_OF_LABEL.get(event["label"]):
            out[kind] = (*out.get(kind, ()), Span(float(event["start"]), float(event["end"])))
    return out


def _photos(folder: Path) -> dict[str, list[Photo]]:
    table = folder / "enroll.csv"
    out: dict[str, list[Photo]] = {}
    if table.is_file():
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                name = row["image"] if Path(row["image"]).suffix else f"{row['image']}.jpg"
                out.setdefault(row["clip"], []).append(Photo(folder / name, row.get("session", "")))
    return out
