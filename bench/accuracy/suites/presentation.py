"""Prints held to a camera (NUAA): labels.csv (image, label live or print, person, session).

What similarity alone says, without the challenge: the person's first live picture of another session (or of the same,
where there is only one) is the reference, every other picture is compared with it. What the passive hints say: the
pictures of one session, in the order of their names, as if one was taken each second; that is coarser than a recording.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.counts import Counts, decision_row
from bench.accuracy.face_pictures import gallery_of
from bench.accuracy.intervals import by_people
from bench.accuracy.listed import Line, check_value, read_list
from bench.accuracy.rows import HUNDRED_PICTURES, STILL, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools, read_rgb
from bench.accuracy.verification import Gallery
from oes.analysis.detectors.presentation_attack import presentation_attack
from oes.analysis.media import Picture

FOLDER = "pad_nuaa"
LIVE, PRINT = "live", "print"
MOST_QUICK = 40
DETECTOR = "similarity alone, prints"
HINTS = "presentation_attack, passive hints"

Label = dict[str, str]


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    folder = data / FOLDER
    columns = ("image", "label", "person", "session")
    checked = read_list(folder / "labels.csv", columns, pictures=lambda line: [folder / line["image"]], check=_check)
    listed = checked.lines
    labels = {label["image"]: label for kind in (LIVE, PRINT) for label in _some(listed, kind, tools)}
    people = {name: label["person"] for name, label in labels.items()}
    gallery = gallery_of(people, folder, tools, terminal, people=people)
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
    rows.append(_hints_row(listed, folder, tools, terminal))
    told = f"{len(people)} pictures of {len(set(people.values()))} people; no face found in {faceless}."
    return Outcome(rows, remarks=[told], left_out=checked.left_out)


def _check(line: Line) -> None:
    check_value(line, "label", (LIVE, PRINT))


def _hints_row(listed: Sequence[Label], folder: Path, tools: Tools, terminal: Terminal) -> Row:
    sessions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label in listed:
        sessions[label["label"], label["session"]].append(label["image"])
    chosen = tools.some(sorted(sessions), most=MOST_QUICK // 5)
    counts = Counts()
    for kind, session in terminal.steps(chosen, "prints, passive hints"):
        names = sorted(sessions[kind, session])
        pictures = (Picture(float(at), read_rgb(folder / name)) for at, name in enumerate(names))
        hints = presentation_attack(list(tools.measurer.measure(pictures)), tools.thresholds)
        counts.add(labelled=kind == PRINT, found=bool(hints))
    note = "n and false alarms count sessions of a few pictures"
    return decision_row(counts, detector=HINTS, condition=AS_IT_IS, note=note)


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
