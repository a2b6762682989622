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
    (156, 92), (159, 64), (175, 42), (198, 25), (226, 17), (255, 21), (279, 38), (294, 64), (298, 92),
    (290, 112), (277, 127), (270, 143), (259, 165), (250, 184), (252, 240), (204, 240), (204, 184), (192, 163),
    (181, 138), (164, 117),
)  # fmt: skip
TURNED_TO_ROW = 196
RIM = 0.84
ROUNDNESS = 0.85
"""How far a head bulges towards the camera, in half widths of itself."""
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
    """Paint the head on a round body as wide as its outline in each row, and turn that.

    What comes into view from behind is the hair or the skin at the rim, mirrored.
    """
    if not degrees:
        return picture
    out, angle = picture.copy(), np.radians(degrees)
    for row, (left, right) in _outline_by_row().items():
        middle, half = (left + right) / 2, max(1.0, (right - left) / 2)
        x = (np.arange(round(left) - 6, round(right) + 7) - middle) / half
        depth = ROUNDNESS * np.sqrt(np.clip(1.0 - x**2, 0.0, 1.0))
        source = x * np.cos(angle) - depth * np.sin(angle)
        source = np.clip(np.where(source < -RIM, -2 * RIM - source, source), -RIM, RIM)
        fade = np.clip((TURNED_TO_ROW - row) / 16.0, 0.0, 1.0)  # the neck stays
        taken = np.round((fade * source + (1 - fade) * x) * half + middle).astype(int)
        out[row, round(left) - 6 : round(right) + 7] = picture[row, taken]
    return out


def _outline_by_row() -> dict[int, tuple[float, float]]:
    """Return the left and right end of the head's outline in each row of the portrait."""
    mask = Image.new("L", (512, 512))
    ImageDraw.Draw(mask).polygon(HAIR_AND_FACE, fill=255)
    inside = np.asarray(mask) > 0
    rows = np.flatnonzero(inside.any(axis=1))
    ends = {int(row): np.flatnonzero(inside[row])[[0, -1]] for row in rows if row < TURNED_TO_ROW}
    return {row: (float(left), float(right)) for row, (left, right) in ends.items()}


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
    lighter = tuple(min(255, c + 16) for c in colour)
    draw.polygon(
        [(middle - 118, 321), (middle - 176, 350), (middle - 202, HEIGHT), (middle - 120, HEIGHT)], (*lighter, 255)
    )
    return layer.filter(ImageFilter.GaussianBlur(2.4))


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
