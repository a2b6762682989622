"""Face verification on Labelled Faces in the Wild: pairs.csv (fold, a, b, same), images/PERSON/NAME.jpg.

As it is: accuracy, true accepts over all pairs of pictures. Under a condition: good references against bad probes, as
a roster photo is compared with a webcam.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS, CONDITIONS
from bench.accuracy.face_pictures import Pair, as_the_product, gallery_of, halved, read_pairs, similarities_of
from bench.accuracy.rows import Curve, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools
from bench.accuracy.verification import Gallery, compare, roc
from bench.accuracy.verification_rows import accept_rows, accuracy_row, halves_row, policy_row

FOLDER = "face_pairs_lfw"
DETECTOR = "face verification, LFW"
POLICY = "substitution by one pair, LFW"
MOST_QUICK = 80
MOST_PROBES = 300


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    folder = data / FOLDER
    pairs = tools.some(read_pairs(folder / "pairs.csv"), most=MOST_QUICK)
    names = [name for pair in pairs for name in (pair.a, pair.b)]
    plain = gallery_of(names, folder / "images", tools, terminal)
    scores = compare(plain, plain)
    rows = [
        *_pair_rows(pairs, plain, tools),
        *accept_rows(scores, detector=DETECTOR, condition=AS_IT_IS),
    ]
    for condition in CONDITIONS:
        rows += _condition_rows(pairs, plain, condition, folder, tools, terminal)
    return Outcome(rows, [Curve(plot="roc", label="LFW", points=roc(scores))], _remarks(plain))


def _pair_rows(pairs: Sequence[Pair], plain: Gallery, tools: Tools) -> list[Row]:
    similarities = similarities_of(pairs, plain, plain)
    same = np.array([pair.same for pair in pairs])
    chosen, reported = halved(pairs, similarities)
    decided = as_the_product(pairs, plain, plain)
    return [
        accuracy_row(similarities, same, detector=DETECTOR, condition=AS_IT_IS),
        halves_row(chosen, reported, detector=DETECTOR, condition=AS_IT_IS),
        policy_row(decided, list(same), tools.thresholds, detector=POLICY, condition=AS_IT_IS),
    ]


def _condition_rows(
    pairs: Sequence[Pair], plain: Gallery, condition: str, folder: Path, tools: Tools, terminal: Terminal
) -> list[Row]:
    step = max(1, len(pairs) // MOST_PROBES)
    some = pairs[::step]
    probes = gallery_of([pair.b for pair in some], folder / "images", tools, terminal, condition=condition)
    decided = as_the_product(some, plain, probes)
    same = [pair.same for pair in some]
    return [
        *accept_rows(compare(plain, probes), detector=DETECTOR, condition=condition),
        policy_row(decided, same, tools.thresholds, detector=POLICY, condition=condition),
    ]


def _remarks(plain: Gallery) -> list[str]:
    missed = int(np.isnan(plain.embeddings[:, 0]).sum())
    return [f"{len(plain.pictures)} pictures of {len(set(plain.people))} people; no face found in {missed}."]


SUITE = Suite("faces_lfw", "Is it the same person: portraits of the press (LFW)", (FOLDER,), run)
