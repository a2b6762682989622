"""Recognition with SFace (2021dec, OpenCV Zoo, Apache-2.0): 128 numbers of an aligned face.

Paper: Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition" (2021).
Input: RGB 0..255, 1 x 3 x 112 x 112 (scaling is inside the network), five points on the usual places.
Two faces are compared by the cosine of their embeddings.
"""

import numpy as np

from oes.analysis.pictures import similarity_matrix, warped
from oes.analysis.sessions import SessionFactory

SIZE = 112
PLACES = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
"""Where eyes, nose and corners of the mouth lie in the aligned face (the ArcFace convention)."""


class SFace:
    """The embedding of one face. 7.6 ms on one core."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def embedding(self, rgb: np.ndarray, *, points: np.ndarray) -> np.ndarray:
        """Return 128 numbers of unit length; `points` (5 x 2) in pixels as YuNet gives them."""
        face = aligned(rgb, points=points)
        tensor = np.ascontiguousarray(face.transpose(2, 0, 1)[np.newaxis], dtype=np.float32)
        raw = self._sessions.session("sface", shape=tensor.shape).run(tensor)["fc1"].ravel()
        return raw / max(float(np.linalg.norm(raw)), 1e-9)


def aligned(rgb: np.ndarray, *, points: np.ndarray) -> np.ndarray:
    """Return the face (112 x 112 x 3) with its five points as near their places as turn and scale allow."""
    return warped(rgb, size=SIZE, matrix=similarity_matrix(PLACES, np.asarray(points, dtype=np.float64)))
