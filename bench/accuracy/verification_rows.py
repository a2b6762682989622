"""Rows of face verification: what suites state of similarities."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bench.accuracy.counts import Counts, decision_row
from bench.accuracy.intervals import by_people, wilson
from bench.accuracy.rows import HUNDRED_PAIRS, STILL, Row
from bench.accuracy.verification import Gallery, Labelled, Scores, part_accuracy, true_accepts
from oes.domain.identity import Sameness, sameness
from oes.domain.policy import Thresholds

FALSE_ACCEPT_RATES = (1e-3, 1e-4)
LEAST_FALSE_ACCEPTS = 3
"""A rate that so few pairs decide is not stated."""


def accuracy_row(
    similarities: np.ndarray,
    pairs: Sequence[Labelled],
    galleries: tuple[Gallery, Gallery],
    *,
    detector: str,
    condition: str,
) -> Row:
    """Return the accuracy over ten parts, each judged by a threshold from people who are not in it."""
    right, thresholds = part_accuracy(similarities, pairs, *galleries)
    low, high = wilson(right, len(pairs))
    return Row(
        detector=detector,
        condition=condition,
        kind=STILL,
        n=len(pairs),
        measure="accuracy",
        value=right / len(pairs) if pairs else None,
        low=low,
        high=high,
        note=f"threshold {min(thresholds):.2f} to {max(thresholds):.2f}, chosen on other people" if thresholds else "",
    )


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
    return replace(
        decision_row(counts, detector=detector, condition=condition),
        per=HUNDRED_PAIRS,
        measure="one person called two",
        value=counts.false_alarms / own if own else None,
        low=low,
        high=high,
        note=f"cannot tell in {100 * open_pairs / max(1, counts.n):.1f} %",
    )


def _numbers(scores: Scores) -> np.ndarray:
    return np.arange(len(scores.same)) if scores.whose is None else scores.whose
