"""What appeals say about a detector: one whose events are denied too often is proposed to weigh nothing.

Appeals are a chosen sample: students contest what they think is wrong. So nothing follows by itself; a person decides.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

LEAST_DECIDED = 30
"""With fewer decided events nothing is said."""
BOUND = 0.5
BOUND_DIRECT = 0.25
"""A direct violation weighs most: fewer of its events may be wrong."""
_Z = 1.96
"""Two-sided 95 %."""


class Word(StrEnum):
    """TOO_FEW: nothing can be said. HOLDS: not shown to be denied more often than its bound. PROPOSED: it is."""

    TOO_FEW = "too_few"
    HOLDS = "holds"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Of one kind: events `found` in all, `contested` by appeals, `decided` by a commission, `denied` of these."""

    kind: str
    direct: bool
    found: int
    contested: int
    decided: int
    denied: int

    @property
    def bound(self) -> float:
        return BOUND_DIRECT if self.direct else BOUND

    @property
    def least_share(self) -> float:
        """Return the lower 95 % limit (Wilson) of the share of denied events among the decided ones."""
        return wilson_low(self.denied, self.decided)

    @property
    def word(self) -> Word:
        if self.decided < LEAST_DECIDED:
            return Word.TOO_FEW
        return Word.PROPOSED if self.least_share > self.bound else Word.HOLDS


def wilson_low(hits: int, tries: int) -> float:
    """Return the lower limit of the 95 % Wilson interval of hits / tries; 0 without tries."""
    if tries <= 0:
        return 0.0
    share, square = hits / tries, _Z * _Z
    middle = share + square / (2 * tries)
    spread = _Z * sqrt(share * (1 - share) / tries + square / (4 * tries * tries))
    return max(0.0, (middle - spread) / (1 + square / tries))
