"""Recognition of a found face: a closer look at its five points first, then the embedding.

Points from a whole picture are as coarse as the picture was reduced for the detector: in a face 75 pixels wide they are
off by two or three, and a face aligned by them resembles others more and itself less. So they are sought again where
the face stands upright and has the size that suits the detector, at a few sizes, and averaged.
"""

import numpy as np

from oes.analysis.networks.sface import PLACES, SFace
from oes.analysis.networks.yunet import YuNet
from oes.analysis.pictures import similarity_matrix, warped

CUT = 256
SCALES = (1.7, 2.1, 2.6)
"""Size of the face in the cut-out, compared with the 112 pixels that recognition sees."""
LEAST_SCORE = 0.3
MOST_OFF = 0.3
"""A face further off its place than this share of the cut-out is somebody else's."""


class Recogniser:
    """The embedding of a face by its coarse points."""

    def __init__(self, sface: SFace, *, yunet: YuNet) -> None:
        self._sface = sface
        self._yunet = yunet

    def embedding(self, rgb: np.ndarray, *, points: np.ndarray) -> np.ndarray:
        """Return 128 numbers of unit length; `points` (5 x 2) in pixels as the detector gives them."""
        return self._sface.embedding(rgb, points=closer_points(rgb, points, yunet=self._yunet))


def closer_points(rgb: np.ndarray, points: np.ndarray, *, yunet: YuNet) -> np.ndarray:
    """Return the points as found again in cut-outs; those given where nothing is found there."""
    coarse = np.asarray(points, dtype=np.float64)
    again = [found for scale in SCALES if (found := _points_at(rgb, coarse, scale, yunet)) is not None]
    return np.mean(again, axis=0) if again else coarse


def _points_at(rgb: np.ndarray, coarse: np.ndarray, scale: float, yunet: YuNet) -> np.ndarray | None:
    places = (PLACES - PLACES.mean(axis=0)) * scale + CUT / 2
    matrix = similarity_matrix(places, coarse)
    cut = warped(rgb, size=CUT, matrix=matrix)
    seen = [face.points for face in yunet.faces_of_small(cut, scale=1.0, least_score=LEAST_SCORE)]
    if not seen:
        return None
    off = [float(np.hypot(*(found - places).mean(axis=0))) for found in seen]
    best = int(np.argmin(off))
    return seen[best] @ matrix[:, :2].T + matrix[:, 2] if off[best] < MOST_OFF * CUT else None
