"""Frames of recordings as JPEG."""

import io

import numpy as np
from PIL import Image

from oes.analysis.media import first_picture, one_frame

QUALITY = 82


def jpeg_at(body: bytes, at_seconds: float | None) -> bytes:
    """Return the frame at a moment of a segment, or its first key frame. Raises UnreadableMedia."""
    picture = first_picture(body) if at_seconds is None else one_frame(body, at_seconds=at_seconds)
    return jpeg_of(picture.rgb)


def jpeg_of(rgb: np.ndarray) -> bytes:
    """Return RGB pixels as JPEG."""
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
