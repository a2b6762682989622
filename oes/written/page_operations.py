"""What the confined process of photographed pages can be asked."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image

from oes.exams.pictures import PictureRefused, clean_jpeg
from oes.lib.confined.child import Ask, Operation

LARGEST_SIDE = 2400
"""Handwriting of an A4 page is read well at 200 dots an inch."""
LIMIT_BYTES = 20 * 1024 * 1024
QUALITY = 85
_TURNED = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
Made = tuple[dict[str, Any], Sequence[bytes]]


def clean(_told: dict[str, Any], bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Return a photographed page anew, as JPEG, upright, without metadata."""
    return {}, [clean_jpeg(bodies[0], largest=LARGEST_SIDE, limit_bytes=LIMIT_BYTES)]


def page(told: dict[str, Any], bodies: Sequence[bytes], _ask: Ask) -> Made:
    """Return a page as it is to be read: turned clockwise by `turned` degrees, then cut to the shares of `crop`.

    `most`: the longest side in pixels, 0 for as it is. Width and height in pixels are told. What is neither turned, cut
    nor made smaller comes back byte for byte.
    """
    with Image.open(io.BytesIO(bodies[0]), formats=["JPEG"]) as opened:
        turned, crop, most = _TURNED.get(told["turned"]), told["crop"], int(told["most"])
        if most:
            opened.draft("RGB", (2 * most, 2 * most))
        if turned is None and not crop and not most:
            return {"width": opened.width, "height": opened.height}, [bodies[0]]
        image = opened.transpose(turned) if turned is not None else opened.copy()
    if crop:
        left, top, right, bottom = crop
        box = (left * image.width, top * image.height, right * image.width, bottom * image.height)
        image = image.crop(tuple(round(edge) for edge in box))  # type: ignore[arg-type]
    if most:
        image.thumbnail((most, most))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return {"width": image.width, "height": image.height}, [out.getvalue()]


OPERATIONS: dict[str, Operation] = {"clean": clean, "page": page}
KINDS: dict[type[Exception], str] = {PictureRefused: "refused"}
