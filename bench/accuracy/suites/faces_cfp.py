"""Frontal faces and profiles (CFP): pairs.csv (fold, protocol FF or FP, a, b, same), images/PERSON/frontal|profile/.

Verification by protocol, and the decision "turned away": frontal looks at 0 degrees, profile at about 90.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS, CONDITIONS, changed
from bench.accuracy.counts import Counts, decision_row
from bench.accuracy.face_pictures import Pair, as_the_product, gallery_of, labelled, read_pairs, similarities_of
from bench.accuracy.frames import measured_picture, turned_away
from bench.accuracy.listed import BadLine, Line, check_value
from bench.accuracy.rows import Curve, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools, read_rgb
from bench.accuracy.verification import Gallery, compare, roc
from bench.accuracy.verification_rows import accept_rows, accuracy_row, policy_row

FOLDER = "face_pairs_cfp"
PROFILE = "profile"
PROTOCOLS = {"FF": "frontal", "FP": "frontal and profile"}
TURNED = "looked_away, frontal or profile"
LEAST_PARTS = 3
MOST_QUICK = 60
MOST_CHANGED = 120


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    folder = data / FOLDER
    every, left_out = read_pairs(folder / "pairs.csv", _check)
    pairs = _some(every, tools)
    names = sorted({name for pair in pairs for name in (pair.a, pair.b)})
    everything = gallery_of(names, folder / "images", tools, terminal)
    frontal = everything.only([i for i, name in enumerate(everything.pictures) if not _is_profile(name)])
    profile = everything.only([i for i, name in enumerate(everything.pictures) if _is_profile(name)])
    rows, curves = [], []
    for protocol, other in (("FF", frontal), ("FP", profile)):
        own = [pair for pair in pairs if pair.protocol == protocol]
        if own:
            rows += _pair_rows(own, everything, (frontal, other), tools)
    sides = {"frontal": (frontal, frontal), "frontal and profile": (frontal, profile), "profile": (profile, profile)}
    for title, (left, right) in sides.items():
        scores = compare(left, right)
        rows += accept_rows(scores, detector=_detector(title), condition=AS_IT_IS)
        if len(scores.same) and len(scores.other):
            curves.append(Curve(plot="roc", label=f"CFP, {title}", points=roc(scores)))
    rows += _turned_rows(names, folder / "images", tools, terminal)
    return Outcome(rows, curves, _remarks(everything), left_out)


def _check(line: Line) -> None:
    check_value(line, "protocol", tuple(PROTOCOLS))
    for side in ("a", "b"):
        if len(Path(line[side]).parts) < LEAST_PARTS:
            raise BadLine(f"{line[side]} is not PERSON/frontal/NAME or PERSON/profile/NAME")


def _some(pairs: Sequence[Pair], tools: Tools) -> list[Pair]:
    """Return pairs of every protocol, a bounded number of each in a quick run."""
    protocols = sorted({pair.protocol for pair in pairs})
    return [pair for one in protocols for pair in tools.some([p for p in pairs if p.protocol == one], most=MOST_QUICK)]


def _detector(title: str) -> str:
    return f"face verification, CFP {title}"


def _is_profile(name: str) -> bool:
    return Path(name).parts[1] == PROFILE


def _pair_rows(
    pairs: Sequence[Pair], everything: Gallery, galleries: tuple[Gallery, Gallery], tools: Tools
) -> list[Row]:
    title = PROTOCOLS[pairs[0].protocol]
    similarities = similarities_of(pairs, everything, everything)
    decided = as_the_product(pairs, everything, everything)
    same = [pair.same for pair in pairs]
    policy = f"substitution by one pair, CFP {title}"
    return [
        accuracy_row(similarities, labelled(pairs), galleries, detector=_detector(title), condition=AS_IT_IS),
        policy_row(decided, same, tools.thresholds, detector=policy, condition=AS_IT_IS),
    ]


def _turned_rows(names: Sequence[str], folder: Path, tools: Tools, terminal: Terminal) -> Iterable[Row]:
    for condition in (AS_IT_IS, *CONDITIONS):
        some = names if condition == AS_IT_IS else names[:: max(1, len(names) // MOST_CHANGED)]
        counts, faceless = Counts(), 0
        for name in terminal.steps(some, f"frontal or profile, {condition}"):
            seen = measured_picture(changed(read_rgb(folder / name), condition), tools)
            faceless += not seen.faces
            counts.add(labelled=_is_profile(name), found=turned_away(seen, tools))
        note = f"no face found in {faceless}" if faceless else ""
        yield decision_row(counts, detector=TURNED, condition=condition, note=note)


def _remarks(everything: Gallery) -> list[str]:
    missed = int(np.isnan(everything.embeddings[:, 0]).sum())
    return [f"{len(everything.pictures)} pictures of {len(set(everything.people))} people; no face found in {missed}."]


SUITE = Suite("faces_cfp", "Is it the same person, and turned how: frontal and profile (CFP)", (FOLDER,), run)
