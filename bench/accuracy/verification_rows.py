"""Rows of face verification: what suites state of similarities."""

from collections.abc import Sequence

import numpy as np

from bench.accuracy.counts import Counts
from bench.accuracy.intervals import by_people, wilson
from bench.accuracy.rows import HUNDRED_PAIRS, STILL, Row
from bench.accuracy.verification import Scores, best_threshold, part_accuracy, true_accepts
from oes.domain.identity import Sameness, sameness
from oes.domain.policy import Thresholds

FALSE_ACCEPT_RATES = (1e-3, 1e-4)
LEAST_FALSE_ACCEPTS = 3
"""A rate that so few pairs decide is not stated."""


def accuracy_row(similarities: np.ndarray, same: np.ndarray, *, detector: str, condition: str) -> Row:
    """Return the accuracy over ten parts, each judged by a threshold from the other nine."""
    right, n = part_accuracy(similarities, same)
    return _share_row(right, n, detector, condition, "accuracy over ten parts")


def halves_row(chosen_on: Scores, reported_on: Scores, *, detector: str, condition: str) -> Row:
    """Return the accuracy on people of whom none was used to choose the threshold."""
    threshold = best_threshold(chosen_on)
    right, n = reported_on.correct(threshold), reported_on.n
    note = f"threshold {threshold:.2f} from the other half of the people"
    return _share_row(right, n, detector, condition, "accuracy on other people", note)


def accept_rows(scores: Scores, *, detector: str, condition: str) -> list[Row]:
    """Return the true accept rates over all pairs of pictures; intervals by drawing people, not pairs."""
    rows = []
    for rate in FALSE_ACCEPT_RATES:
        if rate * len(scores.other) < LEAST_FALSE_ACCEPTS or not len(scores.same):
            continue
        accepted, threshold = true_accepts(scores, false_accept_rate=rate)
        low, high = by_people(_numbers(scores), scores.same >= threshold)
        rows.append(
            Row(
                detector=detector,
                condition=condition,
                kind=STILL,
                n=len(scores.same),
                recall=accepted,
                false_alarms_per_hour=100 * rate,
                per=HUNDRED_PAIRS,
                measure=f"true accepts at {100 * rate:g} % false",
                value=accepted,
                low=low,
                high=high,
                note=f"threshold {threshold:.2f}, {len(scores.other)} pairs of two people",
            )
        )
    return rows


def policy_row(
    similarities: Sequence[float | None], same: Sequence[bool], thresholds: Thresholds, *, detector: str, condition: str
) -> Row:
    """Return what the policy would say of each pair; None where the product does not compare.

    Found: two people told apart. False alarm: one person called two, which is what accuses.
    """
    counts, open_pairs = Counts(), 0
    for cosine, one in zip(similarities, same, strict=True):
        answer = Sameness.CANNOT_TELL if cosine is None else sameness([cosine, cosine], thresholds)
        open_pairs += answer is Sameness.CANNOT_TELL
        counts.add(labelled=not one, found=answer is Sameness.DIFFERENT)
    own = counts.false_alarms + counts.quiet
    low, high = wilson(counts.false_alarms, own)
    return Row(
        detector=detector,
        condition=condition,
        kind=STILL,
        n=counts.n,
        recall=counts.recall,
        precision=counts.precision,
        false_alarms_per_hour=100 * counts.false_alarms / own if own else None,
        false_alarms=counts.false_alarms,
        per=HUNDRED_PAIRS,
        measure="one person called two",
        value=counts.false_alarms / own if own else None,
        low=low,
        high=high,
        note=f"cannot tell in {100 * open_pairs / max(1, counts.n):.1f} %",
    )


def _share_row(right: int, n: int, detector: str, condition: str, measure: str, note: str = "") -> Row:
    low, high = wilson(right, n)
    return Row(
        detector=detector,
        condition=condition,
        kind=STILL,
        n=n,
        measure=measure,
        value=right / n if n else None,
        low=low,
        high=high,
        note=note,
    )


def _numbers(scores: Scores) -> np.ndarray:
    return np.arange(len(scores.same)) if scores.whose is None else scores.whose
