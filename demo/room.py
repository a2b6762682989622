"""The drawn room behind the student, with an empty chair. RGB uint8, 480 x 640."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 640, 480
FINE = 2
"""Drawn this many times larger, then reduced: smooth edges."""
SHELF_TOP = 176
BOOKS = (
    ((146, 74, 62), 15, 74), ((62, 92, 104), 12, 66), ((188, 160, 104), 18, 80), ((84, 86, 100), 11, 60),
    ((112, 128, 100), 16, 70), ((168, 112, 80), 13, 62), ((206, 198, 182), 12, 76), ((72, 78, 96), 17, 72),
)  # fmt: skip


@cache
def room() -> np.ndarray:
    """Return the room as a camera with a short depth of field sees it: the wall's things are slightly soft."""
    image = Image.fromarray(_wall())
    draw = ImageDraw.Draw(image)
    _window(draw)
    _shelf(draw)
    _plant(draw)
    soft = image.filter(ImageFilter.GaussianBlur(2.6 * FINE))
    _chair(soft)
    picture = np.asarray(soft.resize((WIDTH, HEIGHT), Image.Resampling.BOX)).astype(np.float32)
    return np.clip(picture * _vignette(), 0, 255).astype(np.uint8)


def _wall() -> np.ndarray:
    """Light falls from the window on the left: warm and bright there, cooler to the right."""
    down, across = np.mgrid[0 : HEIGHT * FINE, 0 : WIDTH * FINE].astype(np.float32)
    down, across = down / (HEIGHT * FINE), across / (WIDTH * FINE)
    near = np.exp(-((across - 0.05) ** 2 / 0.30 + (down - 0.35) ** 2 / 0.5))[..., None]
    colour = np.array([190.0, 188.0, 184.0]) + near * np.array([42.0, 38.0, 30.0])
    return np.clip(colour - 16 * down[..., None], 0, 255).astype(np.uint8)


def _window(draw: ImageDraw.ImageDraw) -> None:
    """The edge of a window with a curtain at the picture's left."""
    _box(draw, (-20, -10, 74, 300), (196, 190, 180))
    _box(draw, (-20, -10, 66, 292), (242, 246, 250))
    _box(draw, (-20, 132, 66, 140), (206, 202, 194))
    for fold in range(6):
        shade = 214 + 10 * (fold % 2)
        _box(draw, (66 + fold * 7, -10, 73 + fold * 7, 480), (shade, shade - 6, shade - 16))


def _shelf(draw: ImageDraw.ImageDraw) -> None:
    left = 456
    for colour, width, height in BOOKS:
        _box(draw, (left, SHELF_TOP - height, left + width, SHELF_TOP), colour)
        lighter = tuple(min(255, c + 34) for c in colour)
        _box(draw, (left + 2, SHELF_TOP - height + 10, left + width - 2, SHELF_TOP - height + 15), lighter)
        left += width + 1
    _box(draw, (440, SHELF_TOP, 660, SHELF_TOP + 9), (150, 118, 86))
    _box(draw, (440, SHELF_TOP + 9, 660, SHELF_TOP + 16), (150, 144, 136))


def _plant(draw: ImageDraw.ImageDraw) -> None:
    for turn, length in ((-68, 62), (-40, 80), (-14, 92), (12, 96), (36, 82), (62, 66)):
        angle = np.radians(turn)
        tip = (597 + length * np.sin(angle), 140 - length * np.cos(angle))
        side = (8 * np.cos(angle), 8 * np.sin(angle))
        middle = (597 + 0.55 * (tip[0] - 597), 140 + 0.55 * (tip[1] - 140))
        leaf = [(597, 142), (middle[0] - side[0], middle[1] - side[1]), tip, (middle[0] + side[0], middle[1] + side[1])]
        green = (88 + turn // 4, 122, 84)
        draw.polygon([(x * FINE, y * FINE) for x, y in leaf], green)
    draw.polygon([(x * FINE, y * FINE) for x, y in ((576, 138), (618, 138), (612, 176), (582, 176))], (222, 214, 202))


def _chair(image: Image.Image) -> None:
    """A wooden chair's back in the middle, seen when nobody sits there. Padded and round it looked like a phone."""
    layer = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(layer)
    for left in (222, 388):
        draw.rounded_rectangle([v * FINE for v in (left, 318, left + 18, 560)], 8 * FINE, (122, 88, 58, 255))
    for top, height in ((330, 34), (392, 24), (442, 24)):
        draw.rounded_rectangle([v * FINE for v in (230, top, 398, top + height)], 6 * FINE, (144, 106, 72, 255))
    layer = layer.filter(ImageFilter.GaussianBlur(1.6 * FINE))
    image.paste(layer, (0, 0), layer)


def _vignette() -> np.ndarray:
    down, across = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j].astype(np.float32)
    return np.asarray(1.03 - 0.10 * (across**2 + down**2))[..., None]


def _box(draw: ImageDraw.ImageDraw, box: tuple[float, ...], colour: tuple[int, ...]) -> None:
    draw.rectangle([round(v * FINE) for v in box], colour)
