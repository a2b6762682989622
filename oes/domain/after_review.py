"""Trust after review: the machine's ledger without the events that a person denied. The machine's own never changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from oes.domain.trust import FULL


@dataclass(frozen=True, slots=True)
class Deduction:
    """A line of a ledger as far as this rule needs it: `uncapped` points of rule and weight, and the kind's `cap`."""

    key: int
    kind: str
    uncapped: float
    cap: float


def percent_after_review(lines: Iterable[Deduction], denied: Collection[int]) -> int:
    """Return 100 minus what the lines take off that nobody denied, each kind capped, rounded half up, never below 0.

    A denied line also gives back the part of its kind's cap that it had used up. The order does not matter.
    """
    tenths: dict[str, int] = {}
    for line in lines:
        if line.key not in denied:
            used = tenths.get(line.kind, 0)
            tenths[line.kind] = max(used, min(used + round(line.uncapped * 10), round(line.cap * 10)))
    return max(0, (FULL * 10 - sum(tenths.values()) + 5) // 10)
