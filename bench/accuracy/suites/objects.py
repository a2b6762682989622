"""Phones and books in pictures (COCO): images/NAME.jpg, labels/NAME.txt with boxes as YOLO writes them.

What the product sees on a picture that stands alone, at the score from which the policy says that it is one. Over time
the product asks for more than one look; that is measured on clips. Most labels of such pictures are specks in the
background: those of a hundredth of the picture and more are counted apart.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.accuracy.boxes import BoxCounts, apart, read_labels, webcam_crop
from bench.accuracy.conditions import AS_IT_IS, CONDITIONS, changed
from bench.accuracy.frames import measured_picture
from bench.accuracy.intervals import wilson
from bench.accuracy.listed import BadData, check_picture, left_out
from bench.accuracy.rows import HUNDRED_PICTURES, STILL, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools, read_rgb
from oes.domain.measures import Thing

FOLDER = "objects_coco"
CLASSES = {67: "phone", 73: "book"}
SCORES = {"phone": "phone_score", "book": "book_score"}
DETECTORS = {"phone": "phone, single pictures", "book": "forbidden_object, book, single pictures"}
MOST_QUICK = 16
NEAR, NEAR_SHARE = "near: 1 % of the picture and more", 0.01

Labelled = tuple[np.ndarray, list[Thing]]


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    every, faults = _read(data / FOLDER / "images")
    labels = {path: every[path] for path in tools.some(list(every), most=MOST_QUICK)}
    rows: list[Row] = []
    for condition in (AS_IT_IS, *CONDITIONS):
        rows += _rows(labels, condition, lambda picture: picture, tools, terminal)
    rows += _rows(labels, AS_IT_IS, lambda picture: webcam_crop(*picture), tools, terminal, named="webcam crop")
    rows += _rows(labels, AS_IT_IS, lambda picture: picture, tools, terminal, named=NEAR, least_share=NEAR_SHARE)
    return Outcome(rows, left_out=faults)


def _read(folder: Path) -> tuple[dict[Path, list[Thing]], dict[str, str]]:
    """Return the boxes of each picture, and what is left out: what is no picture, and labels that are none."""
    if not (folder.is_dir() and (folder.parent / "labels").is_dir()):
        raise BadData(f"there are no folders images and labels in {FOLDER}")
    every, found, faults = sorted(folder.iterdir()), dict[Path, list[Thing]](), []
    for path in every:
        try:
            check_picture(path)
            found[path] = _labels(path)
        except ValueError as error:
            faults.append(f"{path.name}: {error}")
    if not found:
        raise BadData(f"{FOLDER}/images holds no picture that can be used")
    return found, left_out(f"{FOLDER}/images", faults, len(every), "files")


def _labels(picture: Path) -> list[Thing]:
    """Return the labelled boxes; as with YOLO, a picture without a file of labels shows none."""
    path = picture.parent.parent / "labels" / f"{picture.stem}.txt"
    return read_labels(path.read_text(encoding="utf-8"), CLASSES) if path.is_file() else []


def _rows(
    labels: dict[Path, list[Thing]],
    condition: str,
    prepare: Callable[[Labelled], Labelled],
    tools: Tools,
    terminal: Terminal,
    *,
    named: str = "",
    least_share: float = 0.0,
) -> list[Row]:
    counts = {kind: BoxCounts() for kind in DETECTORS}
    for path in terminal.steps(list(labels), f"objects, {named or condition}"):
        rgb, truth = prepare((read_rgb(path), labels[path]))
        things = measured_picture(changed(rgb, condition), tools).things or ()
        mirrored = condition == "mirrored"
        for kind, counted in counts.items():
            least = getattr(tools.thresholds, SCORES[kind])
            own = [_turned(t) if mirrored else t for t in truth if t.kind == kind]
            far = [t for t in own if t.width * t.height < least_share]
            seen = [thing for thing in things if thing.kind == kind and thing.score >= least]
            counted.add([t for t in own if t not in far], apart(seen, far))
    return [_row(kind, counted, named or condition) for kind, counted in counts.items()]


def _turned(thing: Thing) -> Thing:
    return Thing(thing.kind, 1.0 - thing.x - thing.width, thing.y, thing.width, thing.height, thing.score)


def _row(kind: str, counts: BoxCounts, condition: str) -> Row:
    labelled, seen = counts.found + counts.missed, counts.found + counts.wrong
    low, high = wilson(counts.found, labelled)
    return Row(
        detector=DETECTORS[kind],
        condition=condition,
        kind=STILL,
        n=labelled,
        recall=_share(counts.found, labelled),
        precision=_share(counts.found, seen),
        false_alarms_per_hour=_rate(counts),
        false_alarms=counts.alarmed,
        per=HUNDRED_PICTURES,
        low=low,
        high=high,
        note=f"false alarm: seen in a picture without one ({counts.quiet_pictures} pictures)",
    )


def _rate(counts: BoxCounts) -> float | None:
    share = _share(counts.alarmed, counts.quiet_pictures)
    return None if share is None else 100 * share


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


SUITE = Suite("objects", "Phones and books", (FOLDER,), run)
