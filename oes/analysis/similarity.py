"""How like the faces of frames are to the references: cosines of embeddings."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from oes.domain.measures import FrameMeasures


def with_similarity(frames: Iterable[FrameMeasures], references: Iterable[Iterable[float]]) -> list[FrameMeasures]:
    """Return the frames with the best cosine of any face to any reference; None where nothing compares."""
    known = stacked(references)
    return [_compared(frame, known) for frame in frames]


def stacked(embeddings: Iterable[Iterable[float]]) -> np.ndarray:
    """Return embeddings as rows (float64)."""
    return np.array([list(embedding) for embedding in embeddings], dtype=np.float64)


def _compared(frame: FrameMeasures, known: np.ndarray) -> FrameMeasures:
    if frame.embedding is None or not known.size:
        return replace(frame, similarity=None)
    seen = np.array([frame.embedding, *frame.other_embeddings], dtype=np.float64)
    return replace(frame, similarity=float((seen @ known.T).max()))
