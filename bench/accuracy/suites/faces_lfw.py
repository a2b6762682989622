"""Face verification on Labelled Faces in the Wild: pairs.csv (fold, a, b, same), images/PERSON/NAME.jpg.

As it is: accuracy, true accepts over all pairs of pictures. Under a condition: good references against bad probes, as
a roster photo is compared with a webcam.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.accuracy.conditions import AS_IT_IS, CONDITIONS
from bench.accuracy.face_pictures import Pair, as_the_product, gallery_of, labelled, read_pairs, similarities_of
from bench.accuracy.rows import Curve, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools
from bench.accuracy.verification import Gallery, compare, roc
from bench.accuracy.verification_rows import accept_rows, accuracy_row, policy_row

FOLDER = "face_pairs_lfw"
DETECTOR = "face verification, LFW"
POLICY = "substitution by one pair, LFW"
MOST_QUICK = 80
MOST_PROBES = 200


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    folder = data / FOLDER
    every, left_out = read_pairs(folder / "pairs.csv")
    pairs = tools.some(every, most=MOST_QUICK)
    names = [name for pair in pairs for name in (pair.a, pair.b)]
    plain = gallery_of(names, folder / "images", tools, terminal)
    scores = compare(plain, plain)
    rows = [
        *_pair_rows(pairs, plain, tools),
        *accept_rows(scores, detector=DETECTOR, condition=AS_IT_IS),
    ]
    for condition in CONDITIONS:
        rows += _condition_rows(pairs, plain, condition, folder, tools, terminal)
    curves = [Curve(plot="roc", label="LFW", points=roc(scores))] if len(scores.same) and len(scores.other) else []
    return Outcome(rows, curves, _remarks(plain), left_out)


def _pair_rows(pairs: Sequence[Pair], plain: Gallery, tools: Tools) -> list[Row]:
    similarities = similarities_of(pairs, plain, plain)
    decided = as_the_product(pairs, plain, plain)
    same = [pair.same for pair in pairs]
    return [
        accuracy_row(similarities, labelled(pairs), (plain, plain), detector=DETECTOR, condition=AS_IT_IS),
        policy_row(decided, same, tools.thresholds, detector=POLICY, condition=AS_IT_IS),
    ]


def _condition_rows(
    pairs: Sequence[Pair], plain: Gallery, condition: str, folder: Path, tools: Tools, terminal: Terminal
) -> list[Row]:
    some = pairs[:: max(1, len(pairs) // MOST_PROBES)]
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
