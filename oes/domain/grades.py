"""The gate: what a benchmark measured of a kind decides whether it may lower trust.

The footage that a benchmark can look at is short. No false alarm in it proves no low rate: the limit below says how
high the rate may be all the same.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, lgamma, log

BOUND_DIRECT_PER_HOUR = 0.2
BOUND_PER_HOUR = 2.0
CONFIDENCE = 0.95
LEAST_EVENTS = 30
"""With fewer labelled events recall is not known, and a kind is provisional at best."""
LEAST_EXPOSURE_SECONDS = 300.0
"""Less honest footage than this is none: the kind counts as never measured."""


class Grade(StrEnum):
    """How well the false alarms of a kind are known; decides whether it may lower trust."""

    MEASURED = "measured"
    PROVISIONAL = "provisional"
    INFORMATIVE = "informative"
    TECHNICAL = "technical"

    @property
    def weighs(self) -> bool:
        """Return whether a kind of this grade may lower trust."""
        return self in (Grade.MEASURED, Grade.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a benchmark counted of one kind, under the default policy.

    `exposure_seconds`: honest footage, which shows nothing of the kind. `false_alarms`: violations of the kind in it.
    `events`, `found`: labelled events, or where there are none labelled pictures, and how many of them were found.
    """

    exposure_seconds: float
    false_alarms: int
    events: int
    found: int

    @property
    def upper_per_hour(self) -> float:
        """Return the upper 95 % limit of false alarms in an honest hour."""
        return upper_rate(self.false_alarms, self.exposure_seconds / 3600)


@dataclass(frozen=True, slots=True)
class Standing:
    """A grade with the footage behind it, as a ledger line keeps them. None: no footage was looked at for it."""

    grade: Grade
    exposure_seconds: float | None = None
    false_alarms: int | None = None

    @property
    def upper_per_hour(self) -> float | None:
        """Return the upper 95 % limit of false alarms in an honest hour."""
        if self.exposure_seconds is None or self.false_alarms is None:
            return None
        return upper_rate(self.false_alarms, self.exposure_seconds / 3600)


def grade_of(figure: Figure | None, *, direct: bool) -> Grade:
    """Return the grade that a figure proves. Without a figure a kind is informative."""
    if figure is None or figure.exposure_seconds < LEAST_EXPOSURE_SECONDS or figure.found < 1:
        return Grade.INFORMATIVE
    if figure.upper_per_hour <= (BOUND_DIRECT_PER_HOUR if direct else BOUND_PER_HOUR):
        return Grade.MEASURED if figure.events >= LEAST_EVENTS else Grade.PROVISIONAL
    return Grade.INFORMATIVE if figure.false_alarms else Grade.PROVISIONAL


def upper_rate(count: int, exposure: float) -> float:
    """Return the one-sided upper 95 % limit of a rate: the largest under which so few would still be no surprise.

    Exact (Garwood 1936), per unit of exposure; the "rule of three", 3 / exposure, where nothing was counted.
    """
    if exposure <= 0:
        return inf
    low, high = 0.0, 2.0 * count + 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, middle) > 1 - CONFIDENCE else (low, middle)
    return high / exposure


def _at_most(count: int, mean: float) -> float:
    """Return the chance of at most `count` events where `mean` are expected (Poisson)."""
    if mean <= 0:
        return 1.0
    return sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1))
