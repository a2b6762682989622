"""Labelled clips of a data folder: what may be scored in which, who is in them, and where they are cut."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.labels import BadLabel, truth_of
from bench.accuracy.listed import BadData, Line, read_list
from bench.accuracy.rows import COMPOSED, REAL
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


@dataclass(frozen=True, slots=True)
class Folder:
    """The clips of a folder that can be scored, by name.

    `left_out`: file -> why it is not used. `notices`: file -> what else its user must know.
    """

    footages: list[Footage]
    left_out: dict[str, str]
    notices: dict[str, str]


def read_folder(folder: Path) -> list[Footage]:
    """Return the clips of a folder whose labels lie beside them, by name; without those that cannot be scored."""
    return looked_through(folder).footages


def some_footage(*folders: Path) -> list[Footage]:
    """Return the clips of several folders. Raises BadData where there is none that can be scored."""
    found = [footage for folder in folders for footage in read_folder(folder)]
    if not found:
        raise BadData(f"no clip in {' and '.join(folder.name for folder in folders)} can be scored")
    return found


def looked_through(folder: Path) -> Folder:
    """Return the clips of a folder, what is left out (labels or film that cannot be used), and unknown labels."""
    photos, faults = _photos(folder)
    found, notices = list[Footage](), dict[str, str]()
    labels = sorted(folder.glob("*.json"))
    for path in labels:
        name = f"{folder.name}/{path.name}"
        try:
            truth = truth_of(path)
        except BadLabel as error:
            faults[name] = str(error)
            continue
        found.append(_footage(path, truth, photos))
        if unknown := sorted({event["label"] for event in truth["events"]} - KIND_OF_LABEL.keys()):
            notices[name] = f"labels that are not known, and not scored: {', '.join(unknown)}"
    films = {footage.path.name for footage in found} | {path.stem for path in labels}
    alone = [p for p in sorted(folder.glob("*")) if p.suffix.lower() in FILMS and not {p.name, p.stem} & films]
    return Folder(found, faults | {f"{folder.name}/{p.name}": "no labels beside it" for p in alone}, notices)


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
        identity_cuts=tuple(truth.get("identity_cuts") or ()),
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
    if same := _SAME_PERSON.search(str(truth.get("notes", ""))):
        return same[1]
    for photo in photos:
        return photo.path.stem.partition("__")[2].split("_")[0] or name
    return "_".join(name.split("_")[:2]) if name.startswith("dev_h") else name


def _is_ignored(event: Mapping[str, Any], events: list[Mapping[str, Any]]) -> bool:
    return bool(event.get("ignore")) or KIND_OF_LABEL.get(event["label"]) in _unscored(events)


def _unscored(events: list[Mapping[str, Any]]) -> set[str]:
    said = {kind for event in events for kind in _NOT_SCORED.findall(str(event.get("note", "")))}
    turned = any(event["label"] == "second_person" and event.get("face") is False for event in events)
    return said | ({"second_person"} if turned else set())


def _by_kind(events: Any) -> dict[str, tuple[Span, ...]]:
    out: dict[str, tuple[Span, ...]] = {}
    for event in events:
        if kind := KIND_OF_LABEL.get(event["label"]):
            out[kind] = (*out.get(kind, ()), Span(float(event["start"]), float(event["end"])))
    return out


def _photos(folder: Path) -> tuple[dict[str, list[Photo]], dict[str, str]]:
    """Return the reference photos by clip, and what of their list is left out."""
    table = folder / "enroll" / "enroll.csv"
    if not table.is_file():
        return {}, {}

    def picture(line: Line) -> Path:
        return table.parent / (line["image"] if Path(line["image"]).suffix else f"{line['image']}.jpg")

    try:
        listed = read_list(table, ("image", "clip"), pictures=lambda line: [picture(line)])
    except BadData as error:
        return {}, {f"{folder.name}/enroll/{table.name}": str(error)}
    out: dict[str, list[Photo]] = {}
    for line in listed.lines:
        out.setdefault(line["clip"], []).append(Photo(picture(line), line.get("session") or ""))
    return out, {f"{folder.name}/{name}": why for name, why in listed.left_out.items()}
