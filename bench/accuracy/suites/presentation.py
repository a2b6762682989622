"""Prints held to a camera (NUAA): labels.csv (image, label live or print, person, session).

What similarity alone says, without the challenge: the person's first live picture of another session (or of the same,
where there is only one) is the reference, every other picture is compared with it.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.counts import Counts, decision_row
from bench.accuracy.face_pictures import gallery_of
from bench.accuracy.intervals import by_people
from bench.accuracy.rows import HUNDRED_PICTURES, STILL, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools
from bench.accuracy.verification import Gallery

FOLDER = "pad_nuaa"
LIVE, PRINT = "live", "print"
MOST_QUICK = 40
DETECTOR = "presentation_attack, similarity alone"

Label = dict[str, str]


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    with (data / FOLDER / "labels.csv").open(encoding="utf-8", newline="") as opened:
        listed = list(csv.DictReader(opened))
    labels = {label["image"]: label for kind in (LIVE, PRINT) for label in _some(listed, kind, tools)}
    people = {name: label["person"] for name, label in labels.items()}
    gallery = gallery_of(people, data / FOLDER, tools, terminal, people=people)
    ordered = [labels[name] for name in gallery.pictures]
    found = _similarities(ordered, gallery)
    limits = tools.thresholds
    counts = Counts()
    for label, cosine in zip(ordered, found, strict=True):
        if not np.isnan(cosine):
            counts.add(labelled=label["label"] == PRINT, found=bool(cosine < limits.other_person_cosine))
    faceless = int(np.isnan(gallery.embeddings[:, 0]).sum())
    note = "found: told apart from the person; what it misses is for the challenge"
    rows = [decision_row(counts, detector=DETECTOR, condition=AS_IT_IS, note=note)]
    rows += [_taken_row(kind, ordered, found, limits.same_person_cosine) for kind in (LIVE, PRINT)]
    return Outcome(
        rows, remarks=[f"{len(people)} pictures of {len(set(people.values()))} people; {faceless} faceless."]
    )


def _some(labels: Sequence[Label], kind: str, tools: Tools) -> Sequence[Label]:
    return tools.some([label for label in labels if label["label"] == kind], most=MOST_QUICK)


def _similarities(labels: Sequence[Label], gallery: Gallery) -> np.ndarray:
    """Return the cosine of each picture to its person's reference, NaN where there is none or no face."""
    found = np.full(len(labels), np.nan)
    for i, label in enumerate(labels):
        reference = _reference(label, labels, gallery)
        if reference is not None and reference != i:
            found[i] = gallery.embeddings[reference] @ gallery.embeddings[i]
    return found


def _reference(label: Label, labels: Sequence[Label], gallery: Gallery) -> int | None:
    own = [
        i
        for i, other in enumerate(labels)
        if other["label"] == LIVE and other["person"] == label["person"] and gallery.usable[i]
    ]
    elsewhere = [i for i in own if labels[i]["session"] != label["session"]]
    return next(iter(elsewhere or own), None)


def _taken_row(kind: str, labels: Sequence[Label], found: np.ndarray, threshold: float) -> Row:
    """Return how often pictures of a kind are taken for the person: good for live ones, bad for prints."""
    known = [i for i, label in enumerate(labels) if label["label"] == kind and not np.isnan(found[i])]
    taken = found[known] >= threshold
    low, high = by_people(np.array([labels[i]["person"] for i in known]), taken)
    share = float(taken.mean()) if len(taken) else None
    return Row(
        detector=f"{kind} face taken for the person",
        condition=AS_IT_IS,
        kind=STILL,
        n=len(taken),
        per=HUNDRED_PICTURES,
        measure="taken for the person",
        value=share,
        low=low,
        high=high,
        note=f"cosine from {threshold:g} on",
    )


SUITE = Suite("presentation", "Prints held to the camera (NUAA)", (FOLDER,), run)
