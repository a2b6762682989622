"""How written works are marked: who gets which work, when two marks are too far apart, what the mark is in the end."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
MOST_TURNS = 3


class Rule(StrEnum):
    """What counts where a third marker was asked. Keys are stored: they never change."""

    CLOSEST = "closest"
    THIRD = "third"


class Basis(StrEnum):
    """Of what a mark was made. Keys are stored: they never change."""

    ONE = "one"
    MEAN = "mean"
    CLOSEST = "closest"
    THIRD = "third"
    APPEAL = "appeal"


def points_of(text: str, maximum: Decimal) -> Decimal | None:
    """Return a mark that somebody wrote as points of a work, from 0 to `maximum`, with at most two decimals.

    None for anything else, such as a letter or a share: it is no mark of this work.
    """
    found = _POINTS.fullmatch(text.strip())
    points = Decimal(found[0].replace(",", ".")) if found else None
    return points if points is not None and points <= maximum else None


_POINTS = re.compile(r"[0-9]{1,4}([.,][0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settled:
    """The mark of a work, in points, and of what it was made."""

    points: Decimal
    basis: Basis


@dataclass(frozen=True, slots=True)
class MarkerSeat:
    """Somebody who may mark. `load`: the works that the person has already; `department`: None where it is unknown."""

    key: int
    department: int | None
    load: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """A work goes to a marker; `turn` is 1 for the first, 2 for the blind second one, 3 for the third."""

    work: int
    turn: int
    marker: int


def difference_allowed(maximum: Decimal, threshold_percent: int) -> Decimal:
    """Return by how many points two marks may differ before a third marker is asked."""
    return maximum * threshold_percent / 100


def is_far(first: Decimal, second: Decimal, maximum: Decimal, threshold_percent: int) -> bool:
    """Return whether two marks differ by more than the threshold."""
    return abs(first - second) > difference_allowed(maximum, threshold_percent)


def turns_needed(marks: Sequence[Decimal], *, cross: bool, maximum: Decimal, threshold_percent: int) -> int:
    """Return how many markers a work needs, by the finished marks in the order of their turns."""
    if not cross:
        return 1
    far = len(marks) >= 2 and is_far(marks[0], marks[1], maximum, threshold_percent)
    return MOST_TURNS if far else 2


def settle(
    marks: Sequence[Decimal], *, cross: bool, maximum: Decimal, threshold_percent: int, rule: Rule
) -> Settled | None:
    """Return the mark of a work, or None while a marker is still needed.

    One marker: that mark. Two within the threshold: their mean. Three: what `rule` says.
    """
    needed = turns_needed(marks, cross=cross, maximum=maximum, threshold_percent=threshold_percent)
    if len(marks) < needed:
        return None
    if needed == 1:
        return Settled(_rounded(marks[0]), Basis.ONE)
    if needed == 2:
        return Settled(_rounded((marks[0] + marks[1]) / 2), Basis.MEAN)
    if rule == Rule.THIRD:
        return Settled(_rounded(marks[2]), Basis.THIRD)
    return Settled(_rounded(mean_of_closest(marks[:3])), Basis.CLOSEST)


def mean_of_closest(marks: Sequence[Decimal]) -> Decimal:
    """Return the mean of the two closest of three marks; where the middle one is as far from both, it counts itself."""
    low, middle, high = sorted(marks)
    if middle - low == high - middle:
        return middle
    return (low + middle) / 2 if middle - low < high - middle else (middle + high) / 2


def may_cross(seat: MarkerSeat, others: Iterable[MarkerSeat]) -> bool:
    """Return whether somebody may mark after others: another person, of a department that is known and another one."""
    return all(
        seat.key != other.key
        and None not in (seat.department, other.department)
        and seat.department != other.department
        for other in others
    )


def distribute(works: Sequence[int], seats: Sequence[MarkerSeat], *, cross: bool) -> list[Given]:
    """Give each work to its first marker, and with `cross` to a second one of another department; loads stay level.

    A work for which there is no such pair is left out: the list then lacks it.
    """
    loads = {seat.key: seat.load for seat in seats}
    pairs: list[tuple[MarkerSeat, ...]]
    pairs = [(a, b) for a in seats for b in seats if may_cross(b, [a])] if cross else [(seat,) for seat in seats]
    given = []
    for work in works if pairs else ():
        chosen = min(pairs, key=lambda pair: _burden(pair, loads))
        for turn, seat in enumerate(chosen, start=1):
            loads[seat.key] += 1
            given.append(Given(work, turn, seat.key))
    return given


def _burden(pair: Sequence[MarkerSeat], loads: dict[int, int]) -> tuple[int, int, int, int]:
    """Order pairs: the highest load after it, then their sum, then who comes first."""
    held = [loads[seat.key] for seat in pair]
    return (max(held), sum(held), held[0], pair[0].key)


def third_marker(marked_by: Sequence[MarkerSeat], seats: Sequence[MarkerSeat]) -> MarkerSeat | None:
    """Return who marks a work as the third, or None where nobody is left: a third department first, then any other
    person; among these the one with the least load."""
    keys = {seat.key for seat in marked_by}
    left = [seat for seat in seats if seat.key not in keys]
    return min(left, key=lambda seat: (not may_cross(seat, marked_by), seat.load, seat.key), default=None)


def weighted_kappa(pairs: Sequence[tuple[Decimal, Decimal]]) -> float | None:
    """Return Cohen's kappa with quadratic weights over pairs of marks; None where it says nothing.

    1 is full agreement, 0 what chance alone would give. With quadratic weights it needs no categories: it is 1 less
    the mean squared difference of the pairs, divided by that of all first marks with all second ones
    (Cohen 1968). None for fewer than two pairs, and where all marks are the same.
    """
    count = len(pairs)
    if count < 2:
        return None
    observed = sum(float(a - b) ** 2 for a, b in pairs) / count
    mean_a, mean_b = (sum(float(pair[n]) for pair in pairs) / count for n in (0, 1))
    square_a, square_b = (sum(float(pair[n]) ** 2 for pair in pairs) / count for n in (0, 1))
    expected = square_a + square_b - 2 * mean_a * mean_b
    return None if expected < 1e-9 else 1 - observed / expected


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(CENT, ROUND_HALF_UP)
