"""Small pictures drawn by code that stand for frames of a camera or a screen."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

_WALL, _SHIRT, _SKIN, _HAIR = "#5d6b70", "#2f4858", "#d8a987", "#2b211c"


@cache
def camera_picture(kind: str) -> bytes:
    """Return a JPEG of a person at a desk, as `kind` asks: nobody_in_frame, second_person, looked_away, ..."""
    image = Image.new("RGB", (320, 240), _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((210, 20, 300, 120), fill="#7d8b8f")
    if kind != "nobody_in_frame":
        _person(draw, 160, 105, 1.0, turned=kind == "looked_away")
    if kind == "second_person":
        _person(draw, 262, 95, 0.7)
    return _bytes(image, "JPEG")


@cache
def screen_picture() -> bytes:
    """Return a PNG of a testing system's page."""
    image = Image.new("RGB", (320, 200), "#f2f4f6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 320, 22), fill="#3b5b7a")
    for line, width in enumerate((230, 180, 200, 150, 190)):
        draw.rectangle((30, 45 + line * 26, 30 + width, 57 + line * 26), fill="#c9d2da")
    return _bytes(image, "PNG")


def _person(draw: ImageDraw.ImageDraw, x: float, y: float, size: float, *, turned: bool = False) -> None:
    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (x + left * size, y + top * size, x + right * size, y + bottom * size)

    shift = 22 if turned else 0
    draw.ellipse(box(-90, 55, 90, 240), fill=_SHIRT)
    draw.ellipse(box(-42, -58, 42, 40), fill=_HAIR)
    draw.ellipse(box(-34 + shift / 2, -44, 34 + shift / 2, 58), fill=_SKIN)
    draw.ellipse(box(-18 + shift, -4, -10 + shift, 4), fill=_HAIR)
    draw.ellipse(box(10 + shift, -4, 18 + shift, 4), fill=_HAIR)
    draw.arc(box(-12 + shift, 16, 12 + shift, 36), 20, 160, fill=_HAIR, width=2)


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()
