"""What the landmarks of a face say about its depth and its lids. Points: 478 x 2, pixels (MediaPipe's mesh)."""

import numpy as np

EYES = ((33, 133, ((159, 145), (158, 153), (160, 144))), (263, 362, ((386, 374), (385, 380), (387, 373))))
"""Right and left eye of the person: outer corner, inner corner, pairs of upper and lower lid."""
NOSE_BASE = 2
RIGID = [33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 98, 327, 10, 109, 338, 127, 356, 117, 346, 50, 280, 61, 291]
"""Points on bone, from the tip of the nose to the temples, that expressions move little."""


def lid_gaps(points: np.ndarray) -> tuple[float, float]:
    """Return the opening of the left and of the right eye as shares of the height from the eyes to the nose's base.

    Both run along the face, so that whatever is flat and tilted shortens both alike.
    """
    corners = points[[corner for eye in EYES for corner in eye[:2]]]
    nose = float(np.hypot(*(points[NOSE_BASE] - corners.mean(axis=0))))
    right, left = (
        float(np.mean([np.hypot(*(points[above] - points[below])) for above, below in lids])) for *_, lids in EYES
    )
    return left / max(nose, 1e-6), right / max(nose, 1e-6)


def relief(straight: np.ndarray, points: np.ndarray) -> float:
    """Return how far points lie from any view of a flat picture of `straight`, in distances of the outer eye corners.

    All views of something flat are homographies of each other; the best one is fitted (direct linear transform,
    Hartley and Zisserman) and what is left is the depth of the face, and noise.
    """
    eyes = float(np.hypot(*(straight[EYES[0][0]] - straight[EYES[1][0]])))
    before, after = _centred(straight[RIGID]), _centred(points[RIGID])
    x, y = before.T
    zero, one = np.zeros_like(x), np.ones_like(x)
    rows = [
        np.stack([x, y, one, zero, zero, zero, -u * x, -u * y, -u], axis=1)
        if axis == 0
        else np.stack([zero, zero, zero, x, y, one, -u * x, -u * y, -u], axis=1)
        for axis, u in enumerate(after.T)
    ]
    homography = np.linalg.svd(np.concatenate(rows))[2][-1].reshape(3, 3)
    fitted = np.column_stack([before, one]) @ homography.T
    left_over = fitted[:, :2] / fitted[:, 2:] - after
    return float(np.sqrt((left_over**2).sum(axis=1).mean()) * _spread(straight[RIGID]) / max(eyes, 1e-6))


def _centred(points: np.ndarray) -> np.ndarray:
    return np.asarray((points - points.mean(axis=0)) / _spread(points), dtype=np.float64)


def _spread(points: np.ndarray) -> float:
    """Return the root mean square distance of points from their middle."""
    return max(1e-6, float(np.sqrt(((points - points.mean(axis=0)) ** 2).sum(axis=1).mean())))
