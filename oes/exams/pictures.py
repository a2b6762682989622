"""Photos that people upload: decoded, turned upright and encoded anew, so that nothing but the picture is kept."""

import io
import warnings

from PIL import Image, ImageOps

LIMIT_BYTES = 8 * 1024 * 1024
LIMIT_PIXELS = 50_000_000
LEAST_SIDE = 200
LARGEST_SIDE = 1600


class PictureRefused(Exception):
    """`code` says why: large, format, small."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_jpeg(body: bytes, *, largest: int = LARGEST_SIDE, limit_bytes: int = LIMIT_BYTES) -> bytes:
    """Return the picture as an upright JPEG without metadata, at most `largest` pixels wide or high."""
    if len(body) > limit_bytes:
        raise PictureRefused("large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(_decoded(body, largest), largest)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("large") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureRefused("format") from error


def _decoded(body: bytes, largest: int) -> Image.Image:
    formats = ["JPEG", "PNG", "WEBP"]
    with Image.open(io.BytesIO(body), formats=formats) as probe:
        if probe.width * probe.height > LIMIT_PIXELS:
            raise PictureRefused("large")
        probe.verify()
    opened = Image.open(io.BytesIO(body), formats=formats)
    opened.draft("RGB", (largest, largest))  # a JPEG is read at about this size: a quarter of the memory
    image = ImageOps.exif_transpose(opened)
    if min(image.size) < LEAST_SIDE:
        raise PictureRefused("small")
    return image


def _encoded(image: Image.Image, largest: int) -> bytes:
    if image.mode in ("RGBA", "LA", "PA", "P"):
        image = image.convert("RGBA")
        image.thumbnail((largest, largest))  # first: a ground of its size may be large
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    image = image.convert("RGB")
    image.thumbnail((largest, largest))
    out = io.BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(out, "JPEG", quality=92)  # a new image has no metadata
    return out.getvalue()
