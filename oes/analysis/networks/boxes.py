"""Boxes that overlap: the best of each heap is kept. Shared by the detecting networks."""

import numpy as np


def without_doubles(boxes: np.ndarray, scores: np.ndarray, *, overlap: float) -> list[int]:
    """Return the indices of the best box of each thing, best first; boxes (n x 4) are x, y, width, height."""
    left = list(np.argsort(-scores, kind="stable"))
    kept: list[int] = []
    while left:
        best = left.pop(0)
        kept.append(int(best))
        left = [i for i in left if _shared(boxes[best], boxes[i]) < overlap]
    return kept


def _shared(a: np.ndarray, b: np.ndarray) -> float:
    """Return intersection over union of two boxes."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return float(both / (a[2] * a[3] + b[2] * b[3] - both))
