"""When a face is compared with the references: dear, so once in 8 frames, and whenever somebody else may sit there."""

from collections.abc import Sequence

import numpy as np

from oes.analysis.networks.yunet import FoundFace
from oes.analysis.tracking import CLEAR_SCORE

IDENTITY_EVERY = 8
"""Frames; most segments are no longer, and every second one of them is `settled`."""
SMALLEST_FOR_IDENTITY_PIXELS = 40
FRONTAL_TURN = 0.45
"""Largest sideways offset of the nose, in eye distances, of a face that is compared (about 40 degrees)."""
JUMPED_WIDTHS = 0.5
LIKE_BEFORE_COSINE = 0.6
SURELY_KNOWN_COSINE = 0.45


class Comparing:
    """The comparisons of one segment. `known`: the references' embeddings (n x 128).

    `settled`: the segment goes on from one that was compared, so its first face needs no comparison.
    """

    def __init__(self, known: np.ndarray, *, every: int = IDENTITY_EVERY, settled: bool = False) -> None:
        self._known = known
        self._every = every
        self._settled = settled
        self._embedding: np.ndarray | None = None
        self._faces: tuple[FoundFace, ...] | None = None
        self._frames_since = 0
        self._look_again = False

    def due(self, faces: tuple[FoundFace, ...]) -> bool:
        """Return whether the main one of these faces is to be compared now."""
        if not faces:
            return False
        if self._look_again or self._frames_since >= self._every:
            return True
        if self._faces is None:
            return not self._settled
        appeared = _near(faces) != _near(self._faces)
        return appeared or not self._faces or _jumped(self._faces[0], faces[0])

    def passed(self, faces: tuple[FoundFace, ...]) -> None:
        """Take note of a frame that was not compared."""
        self._frames_since += 1
        if self._faces is None or not faces:
            self._faces = faces

    def looked_at(self, faces: tuple[FoundFace, ...]) -> None:
        """Take note of a frame whose face would have been compared, where no faces are compared at all."""
        self._faces, self._frames_since = faces, 1

    def compared(self, faces: tuple[FoundFace, ...], found: Sequence[np.ndarray]) -> None:
        """Take note of a frame and the embeddings of its faces, the main one's first."""
        self._look_again = self._unsure(found)
        self._embedding, self._faces, self._frames_since = found[0], faces, 1

    def _unsure(self, found: Sequence[np.ndarray]) -> bool:
        """Return whether the next frame is compared too: nobody known, or somebody else than before."""
        if self._known.size:
            return bool((np.array(found) @ self._known.T).max() < SURELY_KNOWN_COSINE)
        return self._embedding is None or float(self._embedding @ found[0]) < LIKE_BEFORE_COSINE


def comparable(face: FoundFace) -> bool:
    """Return whether a face is clear, large and frontal enough to say who it is."""
    large = face.box[2] >= SMALLEST_FOR_IDENTITY_PIXELS
    return face.score >= CLEAR_SCORE and large and abs(sideways(face)) <= FRONTAL_TURN


def sideways(face: FoundFace) -> float:
    """Return how far the nose lies beside the middle of the eyes, in eye distances, along the eyes' line."""
    left, right, nose = face.points[:3]
    eyes = right - left
    return float((nose - (left + right) / 2) @ eyes / max(float(eyes @ eyes), 1e-6))


def _near(faces: tuple[FoundFace, ...]) -> int:
    """Return how many clear faces are large enough to be compared; small ones come and go unsurely."""
    return sum(face.score >= CLEAR_SCORE and face.box[2] >= SMALLEST_FOR_IDENTITY_PIXELS for face in faces)


def _jumped(before: FoundFace, now: FoundFace) -> bool:
    x, y, width, height = now.box
    was_x, was_y, was_width, was_height = before.box
    dx, dy = x + width / 2 - was_x - was_width / 2, y + height / 2 - was_y - was_height / 2
    return bool(np.hypot(dx, dy) > JUMPED_WIDTHS * was_width)
