"""Face boxes and five points with YuNet (2023mar, OpenCV Zoo, MIT).

Paper: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector" (2023). Input: BGR 0..255, NCHW, sides
that 32 divides. Outputs per stride 8, 16, 32 and cell: class and objectness (0..1), box (centre offset and
log size in strides), ten numbers of the five points (offsets in strides).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from oes.analysis.networks.boxes import without_doubles
from oes.analysis.pictures import resized
from oes.analysis.sessions import SessionFactory

STRIDES = (8, 16, 32)
OVERLAP_SAME_FACE = 0.3
LONG_SIDE = 320
"""Pixels of the longer side the network sees: faces from about 5 % of the picture's width are found."""


@dataclass(frozen=True, slots=True)
class FoundFace:
    """A face in pixels of the picture: `box` is x, y, width, height.

    `points` (5 x 2): the eye on the picture's left, the eye on its right, nose, the left and right corner
    of the mouth.
    """

    box: tuple[float, float, float, float]
    points: np.ndarray
    score: float


class YuNet:
    """Faces of one picture, largest first. 1.9 ms at 320x256 on one core."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def faces(self, rgb: np.ndarray, *, least_score: float, long_side: int = LONG_SIDE) -> list[FoundFace]:
        height, width = rgb.shape[:2]
        scale = long_side / max(height, width)
        small = resized(rgb, width=max(1, round(width * scale)), height=max(1, round(height * scale)))
        return self.faces_of_small(small, scale=scale, least_score=least_score)

    def faces_of_small(self, small: np.ndarray, *, scale: float, least_score: float) -> list[FoundFace]:
        """Find faces in a picture that was already reduced by `scale`; answers in pixels before that."""
        tensor = _tensor(small)
        outputs = self._sessions.session("yunet", shape=tensor.shape).run(tensor)
        boxes, points, scores = _decoded(outputs, columns_pixels=tensor.shape[3], least_score=least_score)
        kept = without_doubles(boxes, scores, overlap=OVERLAP_SAME_FACE)
        found = [
            FoundFace(tuple((boxes[i] / scale).tolist()), points[i].reshape(5, 2) / scale, float(scores[i]))
            for i in kept
        ]
        return sorted(found, key=lambda face: -face.box[2] * face.box[3])


def _tensor(small: np.ndarray) -> np.ndarray:
    """Pad to multiples of 32 at the right and bottom, RGB to BGR, NCHW."""
    height, width = small.shape[:2]
    tensor = np.zeros((1, 3, -(-height // 32) * 32, -(-width // 32) * 32), dtype=np.float32)
    tensor[0, :, :height, :width] = small[:, :, ::-1].transpose(2, 0, 1)
    return tensor


def _decoded(
    outputs: Mapping[str, np.ndarray], *, columns_pixels: int, least_score: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return boxes (n x 4: x, y, width, height), points (n x 10) and scores (n) above the least score."""
    boxes, points, scores = [], [], []
    for stride in STRIDES:
        score = np.sqrt(outputs[f"cls_{stride}"].ravel().clip(0, 1) * outputs[f"obj_{stride}"].ravel().clip(0, 1))
        cells = np.flatnonzero(score >= least_score)
        row, column = np.divmod(cells, columns_pixels // stride)
        corner = np.stack([column, row], axis=1).astype(np.float32)
        raw = outputs[f"bbox_{stride}"].reshape(-1, 4)[cells]
        centre, size = (corner + raw[:, :2]) * stride, np.exp(raw[:, 2:]) * stride
        boxes.append(np.concatenate([centre - size / 2, size], axis=1))
        offsets = outputs[f"kps_{stride}"].reshape(-1, 10)[cells]
        points.append((offsets + np.tile(corner, 5)) * stride)
        scores.append(score[cells])
    return np.concatenate(boxes), np.concatenate(points), np.concatenate(scores)
