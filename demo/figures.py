"""People cut out of the portrait: straight, turned, and somebody else. Sprites are RGBA uint8."""

from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from demo.pictures import portrait

HEAD_BOX = (128, 2, 328, 262)
SCALE = 1.45
WIDTH, HEIGHT = 440, 400
HEAD_LEFT = 76
"""Where the head's crop begins on the sprite, in pixels."""
HAIR_AND_FACE = (
    (152, 92), (156, 62), (172, 40), (196, 22), (226, 14), (256, 18), (282, 36), (298, 62), (302, 92),
    (294, 114), (280, 128), (274, 142), (262, 166), (256, 186), (258, 240), (196, 240), (194, 186), (184, 164),
    (176, 136), (160, 118),
)  # fmt: skip
BALL = (227.0, 100.0, 98.0, 128.0)
"""The ellipsoid that a head is turned on: centre x, y and radii across and down, in the portrait's pixels."""
SWEATER, OTHER_SWEATER = (46, 92, 104), (120, 66, 58)


@cache
def examinee(turned_degrees: int = 0) -> np.ndarray:
    """Return the student; positive degrees turn the head to the picture's right."""
    return _sprite(_turned(portrait(), turned_degrees), SWEATER)


@cache
def somebody_else() -> np.ndarray:
    """Return another person: no second portrait is at hand, so the same one mirrored, darker and broader."""
    mirrored = portrait()[:, ::-1].astype(np.float32) / 255.0
    toned = np.clip(mirrored ** np.array([1.5, 1.7, 1.9]) * 1.05, 0.0, 1.0)
    sprite = Image.fromarray(_sprite(np.roll((toned * 255).astype(np.uint8), -57, axis=1), OTHER_SWEATER))
    return np.asarray(sprite.resize((round(WIDTH * 1.06), HEIGHT), Image.Resampling.BICUBIC))


def _turned(picture: np.ndarray, degrees: int) -> np.ndarray:
    """Paint the head on an ellipsoid and turn it; what comes from behind is filled with hair and skin at the rim."""
    if not degrees:
        return picture
    centre_x, centre_y, across, down = BALL
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    x, y = (columns - centre_x) / across, (rows - centre_y) / down
    depth = np.sqrt(np.clip(1.0 - x**2 - y**2, 0.0, 1.0))
    angle = np.radians(degrees)
    source = np.clip(x * np.cos(angle) - depth * np.sin(angle), -0.76, 0.78)
    inside = (x**2 + y**2 < 1.0) & (rows < centre_y + 88)
    taken = np.where(inside, source * across + centre_x, columns).astype(np.int32)
    return picture[rows.astype(np.int32), np.clip(taken, 0, picture.shape[1] - 1)]


def _sprite(picture: np.ndarray, sweater: tuple[int, int, int]) -> np.ndarray:
    """Put a head cut out with a soft edge onto drawn shoulders."""
    left, top, right, bottom = HEAD_BOX
    size = (round((right - left) * SCALE), round((bottom - top) * SCALE))
    mask = Image.new("L", (picture.shape[1], picture.shape[0]))
    ImageDraw.Draw(mask).polygon(HAIR_AND_FACE, fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(2.2)).crop(HEAD_BOX).resize(size, Image.Resampling.BICUBIC)
    head = Image.fromarray(picture).crop(HEAD_BOX).resize(size, Image.Resampling.BICUBIC)
    sprite = _shoulders(sweater)
    head.putalpha(mask)
    sprite.alpha_composite(head, (HEAD_LEFT, 0))
    sprite.alpha_composite(_collar(sweater))
    return np.asarray(sprite)


def _shoulders(colour: tuple[int, int, int]) -> Image.Image:
    layer = Image.new("RGBA", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(layer)
    middle = HEAD_LEFT + round((227 - HEAD_BOX[0]) * SCALE)
    outline = [
        (middle - 60, 292), (middle - 120, 318), (middle - 178, 346), (middle - 206, HEIGHT),
        (middle + 206, HEIGHT), (middle + 178, 346), (middle + 120, 318), (middle + 60, 292),
    ]  # fmt: skip
    draw.polygon(outline, fill=(*colour, 255))
    for step in range(14):  # folds of light from the window
        shade = tuple(min(255, c + 18 - 2 * step) for c in colour)
        draw.line([(middle - 150 + step * 6, 340 + step * 2), (middle - 170 + step * 8, HEIGHT)], (*shade, 70), 5)
    return layer.filter(ImageFilter.GaussianBlur(1.6))


def _collar(colour: tuple[int, int, int]) -> Image.Image:
    layer = Image.new("RGBA", (WIDTH, HEIGHT))
    middle = HEAD_LEFT + round((227 - HEAD_BOX[0]) * SCALE)
    darker = tuple(round(c * 0.72) for c in colour)
    draw = ImageDraw.Draw(layer)
    draw.polygon(
        [(middle - 66, 296), (middle, 330), (middle + 66, 296), (middle + 74, 400), (middle - 74, 400)], (*colour, 255)
    )
    draw.line([(middle - 66, 296), (middle, 330), (middle + 66, 296)], (*darker, 255), 7, joint="curve")
    return layer.filter(ImageFilter.GaussianBlur(1.2))
