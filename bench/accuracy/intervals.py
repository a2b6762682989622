"""How sure a figure is: 95 % intervals. Pure; no statistics package.

Wilson (1927) for shares; the seeded bootstrap for what is none. Rates have `oes.domain.grades.upper_rate`.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from random import Random

import numpy as np

Z_95 = 1.959963984540054
BOOTSTRAP_ROUNDS = 1000

Interval = tuple[float, float]


def wilson(hits: int, n: int, *, z: float = Z_95) -> Interval:
    """Return the interval (0..1) of a share of `hits` in `n`; nothing is known of no sample at all."""
    if n <= 0:
        return 0.0, 1.0
    share, z2 = hits / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return (0.0 if hits <= 0 else max(0.0, middle - half)), (1.0 if hits >= n else min(1.0, middle + half))


def bootstrap(
    n: int, statistic: Callable[[Sequence[int]], float], *, seed: int = 1, rounds: int = BOOTSTRAP_ROUNDS
) -> Interval:
    """Return the interval of a statistic of samples drawn with repetition. It is called with indices 0..n-1.

    Draw what is independent: people or clips rather than frames.
    """
    if n <= 0:
        return 0.0, 1.0
    random = Random(seed)
    found = sorted(statistic([random.randrange(n) for _ in range(n)]) for _ in range(rounds))
    return found[int(0.025 * rounds)], found[min(rounds - 1, int(0.975 * rounds))]


def by_people(whose: np.ndarray, hits: np.ndarray, *, seed: int = 1, rounds: int = BOOTSTRAP_ROUNDS) -> Interval:
    """Return the interval of a share when people are drawn anew: what one person gives is not independent.

    `whose`: a number of the person of each sample; `hits`: whether it counts. Where all samples agree, drawing
    tells nothing: then each person counts as one sample.
    """
    if not len(hits):
        return 0.0, 1.0
    people, where = np.unique(whose, return_inverse=True)
    n = np.bincount(where)
    counted = np.bincount(where, weights=hits)
    if hits.all() or not hits.any():
        return wilson(len(people) if hits.all() else 0, len(people))
    drawn = np.random.default_rng(seed).integers(len(people), size=(rounds, len(people)))
    low, high = np.quantile(counted[drawn].sum(axis=1) / n[drawn].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)
