"""Reference photos: from bytes of a stranger to one embedding, or the reasons why there is none."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from oes.analysis.comparing import FRONTAL_TURN, sideways
from oes.analysis.facts import PhotoFacts, PhotoReason
from oes.analysis.measure import Measurer
from oes.analysis.networks.yunet import LONG_SIDE, FoundFace
from oes.analysis.pictures import luma
from oes.analysis.tracking import main_first

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_PIXELS = 1280
MOST_PIXELS = 60_000_000
SMALL_FACE_PIXELS = 60
DARK_FACE = 60.0
LEAST_SCORE = 0.5
ALONE_RATIO = 3.0
"""The main face is alone when it is this many times larger than the next (pictures on the wall)."""


def embed_photo(source: bytes | Path, *, measurer: Measurer, compares: bool = True) -> PhotoFacts:
    """Find the one face of a reference photo and return its embedding. 15 to 60 ms.

    `compares` False: only say whether it shows one clear face; no number of the face is computed.
    """
    rgb = _read(source)
    if rgb is None:
        return PhotoFacts(None, 0, (PhotoReason.UNREADABLE,))
    used, faces = faces_of_photo(rgb, measurer)
    return _facts(used, faces, measurer if compares else None) if faces else PhotoFacts(None, 0, (PhotoReason.NO_FACE,))


def faces_of_photo(rgb: np.ndarray, measurer: Measurer) -> tuple[np.ndarray, list[FoundFace]]:
    """Return the faces, the main one first, and the picture they were found in: brightened where that helped."""
    if faces := _faces(rgb, measurer):
        return rgb, faces
    lifted = brightened(rgb)
    return lifted, _faces(lifted, measurer)


def brightened(rgb: np.ndarray) -> np.ndarray:
    """Return the picture stretched to full contrast and with its middle tone lifted to the middle."""
    low, high = np.percentile(rgb, (1, 99))
    stretched = ((rgb.astype(np.float32) - low) / max(float(high - low), 1.0)).clip(0, 1)
    middle = float(np.median(stretched).clip(0.02, 0.98))
    gamma = float(np.clip(np.log(0.5) / np.log(middle), 0.4, 1.5))
    return np.asarray(255 * stretched**gamma).astype(np.uint8)


def _read(source: bytes | Path) -> np.ndarray | None:
    """Return RGB turned as its EXIF says, reduced to a useful size, or None."""
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with Image.open(file, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (LONGEST_PIXELS, LONGEST_PIXELS))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    upright.thumbnail((LONGEST_PIXELS, LONGEST_PIXELS))
    return np.asarray(upright)


def _faces(rgb: np.ndarray, measurer: Measurer) -> list[FoundFace]:
    for long_side in (LONG_SIDE, 2 * LONG_SIDE):
        faces = measurer.yunet.faces(rgb, least_score=LEAST_SCORE, long_side=long_side)
        if faces:
            return main_first(faces)
    return []


def _facts(rgb: np.ndarray, faces: Sequence[FoundFace], measurer: Measurer | None) -> PhotoFacts:
    main = faces[0]
    sizes = sorted((face.box[2] * face.box[3] for face in faces), reverse=True)
    if len(sizes) > 1 and sizes[0] < ALONE_RATIO * sizes[1]:
        return PhotoFacts(None, len(faces), (PhotoReason.SEVERAL_FACES,))
    reasons = []
    if main.box[2] < SMALL_FACE_PIXELS:
        reasons.append(PhotoReason.SMALL_FACE)
    if abs(sideways(main)) > FRONTAL_TURN:
        reasons.append(PhotoReason.TURNED)
    if _face_luma(rgb, main) < DARK_FACE:
        reasons.append(PhotoReason.DARK)
    if measurer is None:
        return PhotoFacts(None, len(faces), tuple(reasons))
    numbers = measurer.sface.embedding(rgb, points=main.points)
    return PhotoFacts(tuple(float(number) for number in numbers), len(faces), tuple(reasons))


def _face_luma(rgb: np.ndarray, face: FoundFace) -> float:
    x, y, width, height = (round(number) for number in face.box)
    inside = rgb[max(0, y) : max(1, y + height), max(0, x) : max(1, x + width)]
    return float(luma(inside).mean()) if inside.size else 0.0
