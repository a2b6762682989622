"""Yes-or-no decisions about pictures, counted, and the row that states them."""

from dataclasses import dataclass

from bench.accuracy.intervals import wilson
from bench.accuracy.rows import HUNDRED_PICTURES, STILL, Row


@dataclass(slots=True)
class Counts:
    """`hits` and `misses` of what is labelled; `false_alarms` and `quiet` of what is not."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    quiet: int = 0

    def add(self, *, labelled: bool, found: bool) -> None:
        if labelled:
            self.hits, self.misses = self.hits + found, self.misses + (not found)
        else:
            self.false_alarms, self.quiet = self.false_alarms + found, self.quiet + (not found)

    @property
    def n(self) -> int:
        return self.hits + self.misses + self.false_alarms + self.quiet

    @property
    def recall(self) -> float | None:
        return _share(self.hits, self.hits + self.misses)

    @property
    def precision(self) -> float | None:
        return _share(self.hits, self.hits + self.false_alarms)

    @property
    def correct(self) -> float | None:
        return _share(self.hits + self.quiet, self.n)


def decision_row(counts: Counts, *, detector: str, condition: str, kind: str = STILL, note: str = "") -> Row:
    """Return the row of a decision: its interval is that of the share decided rightly."""
    low, high = wilson(counts.hits + counts.quiet, counts.n)
    unlabelled = counts.false_alarms + counts.quiet
    return Row(
        detector=detector,
        condition=condition,
        kind=kind,
        n=counts.n,
        recall=counts.recall,
        precision=counts.precision,
        false_alarms_per_hour=100.0 * counts.false_alarms / unlabelled if unlabelled else None,
        false_alarms=counts.false_alarms,
        per=HUNDRED_PICTURES,
        measure="decided rightly",
        value=counts.correct,
        low=low,
        high=high,
        note=note,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
