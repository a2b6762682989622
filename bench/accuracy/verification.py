"""Figures of "is it the same person" from similarities. Pure: numbers and arrays only.

A face that was not found has the similarity NaN: it is never taken for the same person, so it counts as a miss.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PARTS = 10
CURVE_POINTS = 60


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures by name, whom each shows, and the embedding of each (n x d, unit length; NaN where no face was found).

    `usable`: whether the product would compare the picture, or say that it cannot tell.
    """

    pictures: tuple[str, ...]
    people: tuple[str, ...]
    embeddings: np.ndarray
    usable: np.ndarray

    def only(self, kept: Sequence[int]) -> "Gallery":
        rows = list(kept)
        return Gallery(
            tuple(self.pictures[i] for i in rows),
            tuple(self.people[i] for i in rows),
            self.embeddings[rows],
            self.usable[rows],
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Similarities of pairs: `same` of one person, `other` of two people.

    `whose`, `others`: the number of the (first) person of each pair, where known.
    """

    same: np.ndarray
    other: np.ndarray
    whose: np.ndarray | None = None
    others: np.ndarray | None = None

    @property
    def n(self) -> int:
        return len(self.same) + len(self.other)

    def correct(self, threshold: float) -> int:
        return int((self.same >= threshold).sum()) + int((~(self.other >= threshold)).sum())


def best_threshold(scores: Scores) -> float:
    """Return the threshold with which most pairs are right: the middle one where several are."""
    same, other = np.sort(_known(scores.same)), np.sort(_known(scores.other))
    places = np.unique(np.concatenate([same, other]))
    if not len(places):
        return 0.5
    cuts = np.concatenate([[places[0] - 0.01], (places[1:] + places[:-1]) / 2, [places[-1] + 0.01]])
    right = len(same) - np.searchsorted(same, cuts) + np.searchsorted(other, cuts)
    best = cuts[right == right.max()]
    return float(best[len(best) // 2])


def part_accuracy(similarities: np.ndarray, same: np.ndarray, *, parts: int = PARTS) -> tuple[int, int]:
    """Return (right, n): each part of the pairs is judged by the threshold that suits the other parts best."""
    number = np.arange(len(same)) % parts
    right = 0
    for part in range(parts):
        rest, own = number != part, number == part
        threshold = best_threshold(Scores(similarities[rest & same], similarities[rest & ~same]))
        right += Scores(similarities[own & same], similarities[own & ~same]).correct(threshold)
    return right, len(same)


def halves(names: Sequence[str]) -> dict[str, int]:
    """Return 0 or 1 for each person, half of them each, always in the same way."""
    return {name: i % 2 for i, name in enumerate(sorted(set(names)))}


def true_accepts(scores: Scores, *, false_accept_rate: float) -> tuple[float, float]:
    """Return (share of `same` accepted, threshold) where at most this share of `other` is accepted."""
    others = np.sort(_known(scores.other))[::-1]
    allowed = int(false_accept_rate * len(scores.other))
    threshold = float(np.nextafter(others[allowed], np.inf)) if allowed < len(others) else -1.0
    return float((scores.same >= threshold).mean()) if len(scores.same) else 0.0, threshold


def roc(scores: Scores, *, points: int = CURVE_POINTS) -> tuple[tuple[float, float], ...]:
    """Return (false accept rate, true accept rate), rates from 1e-5 to 1 in equal steps of their logarithm."""
    least = max(1e-5, 1.0 / max(1, len(scores.other)))
    rates = np.geomspace(least, 1.0, points)
    return tuple((float(rate), true_accepts(scores, false_accept_rate=float(rate))[0]) for rate in rates)


def compare(left: Gallery, right: Gallery) -> Scores:
    """Compare every picture of one gallery with every one of the other; no pair twice, no picture with itself."""
    people = _numbers(left.people, right.people)
    pictures = _numbers(left.pictures, right.pictures)
    same = people[0][:, np.newaxis] == people[1][np.newaxis, :]
    kept = pictures[0][:, np.newaxis] != pictures[1][np.newaxis, :]
    if left is right:
        kept = np.triu(kept, 1)
    similarities = left.embeddings @ right.embeddings.T
    first = np.broadcast_to(people[0][:, np.newaxis], same.shape)
    one, two = kept & same, kept & ~same
    return Scores(similarities[one], similarities[two], first[one], first[two])


def _numbers(left: Sequence[str], right: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    known = {name: i for i, name in enumerate(sorted({*left, *right}))}
    return np.array([known[name] for name in left], dtype=int), np.array([known[name] for name in right], dtype=int)


def _known(values: np.ndarray) -> np.ndarray:
    return np.asarray(values[~np.isnan(values)])
