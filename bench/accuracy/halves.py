"""Thresholds are chosen on one half of the people and reported on the other. Pure and the same in every run."""

import hashlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
V = TypeVar("V")


def halves(items: Iterable[T], *, person: Callable[[T], Hashable]) -> tuple[list[T], list[T]]:
    """Split items so that nobody stands on both sides: people in the order of a hash, in turns left and right."""
    kept = list(items)
    people = sorted({person(item) for item in kept}, key=_order)
    left = set(people[::2])
    return [item for item in kept if person(item) in left], [item for item in kept if person(item) not in left]


def _order(person: Hashable) -> str:
    return hashlib.sha256(str(person).encode()).hexdigest()


def chosen(values: Sequence[V], goodness: Callable[[V], tuple[float, ...]], *, usual: V) -> V:
    """Return the value that does best; the usual one where it is as good as any, else the middle one of the best."""
    known = {value: goodness(value) for value in dict.fromkeys((*values, usual))}
    best = max(known.values())
    if known[usual] == best:
        return usual
    winners = [value for value in values if known[value] == best]
    return winners[len(winners) // 2]
