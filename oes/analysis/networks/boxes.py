"""Boxes that overlap: the best of each heap is kept. Shared by the detecting networks."""

import numpy as np


def without_doubles(boxes: np.ndarray, scores: np.ndarray, *, overlap: float) -> list[int]:
    """Return the indices of the best box of each thing, best first; boxes (n x 4) are x, y, width, height."""
    left = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(left):
        best, left = left[0], left[1:]
        kept.append(int(best))
        left = left[_shared(boxes[best], boxes[left]) < overlap]
    return kept


def _shared(a: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return intersection over union of one box with each of n others."""
    low = np.maximum(a[:2], others[:, :2])
    high = np.minimum(a[:2] + a[2:], others[:, :2] + others[:, 2:])
    both = (high - low).clip(0).prod(axis=1)
    return np.asarray(both / (a[2] * a[3] + others[:, 2] * others[:, 3] - both).clip(1e-9))
