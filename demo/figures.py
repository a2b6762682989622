"""The people of the drawn recording: heads cut out of two portraits, turned, and set into a jacket.

The student has the head of the first portrait and, in another colour, the jacket of the second. The second
person is the second portrait, with drawn hair and a plain jacket instead of hat and badges.
Coordinates are pixels of the portraits, where nothing else is said. Sprites are RGBA.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from demo.pictures import portrait

Points = tuple[tuple[int, int], ...]
FINE, DENSE = 2, 3
"""A turned head is painted FINE times larger and then reduced; it is taken from DENSE times as many points."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head and how round it is. `ball`: centre x, y and radii across, down and towards the camera."""

    picture: str
    outline: Points
    box: tuple[int, int, int, int]
    scale: float
    ball: tuple[float, float, float, float, float]
    nose: tuple[float, float, float]
    """Its tip x, y, and how far it stands out."""
    neck: tuple[float, float]
    """The rows between which the head ends: the neck below does not turn."""


STUDENT = Head(
    picture="portrait",
    outline=(
        (157, 88), (156, 72), (161, 57), (170, 47), (182, 40), (191, 32), (204, 24), (220, 19), (233, 18), (250, 21),
        (264, 27), (278, 36), (287, 45), (293, 58), (297, 72), (299, 86), (296, 99), (291, 111), (283, 121), (278, 128),
        (272, 134), (268, 134), (265, 144), (259, 158), (256, 168), (255, 184), (254, 187), (246, 192), (232, 194),
        (210, 191), (193, 187), (191, 177), (186, 160), (183, 146), (182, 131), (176, 127), (172, 119), (165, 113),
        (158, 104),
    ),
    box=(136, 4, 320, 210), scale=1.25, ball=(227, 92, 74, 92, 78), nose=(224, 124, 10), neck=(176, 191),
)  # fmt: skip
SECOND = Head(
    picture="second_portrait",
    outline=(
        (158, 196), (154, 150), (160, 116), (180, 88), (216, 68), (262, 60), (308, 68), (344, 88), (364, 116),
        (371, 150), (370, 190), (372, 200), (368, 222), (362, 240), (358, 262), (360, 276), (352, 296), (338, 304),
        (332, 300), (331, 330), (318, 370), (272, 408), (256, 408), (220, 370), (206, 330), (200, 294), (180, 288),
        (166, 276), (162, 262), (166, 250), (162, 226), (155, 210),
    ),
    box=(130, 40, 400, 420), scale=0.74, ball=(263, 190, 108, 134, 110), nose=(265, 238, 18), neck=(335, 390),
)  # fmt: skip
JACKET: Points = (
    (24, 600), (26, 480), (34, 428), (50, 396), (80, 374), (124, 360), (160, 345), (184, 330), (197, 319), (204, 323),
    (209, 342), (221, 368), (240, 392), (258, 408), (272, 410), (288, 398), (308, 372), (324, 348), (330, 322),
    (336, 320), (352, 336), (390, 352), (440, 370), (478, 392), (494, 418), (504, 460), (511, 500), (511, 600),
)  # fmt: skip
BADGES = (((64, 470, 186, 532), (64, 404)), ((312, 478, 462, 536), (312, 418)), ((214, 554, 280, 600), (292, 540)))
"""Boxes of name, ribbons and a button, and the places (x, y) of plain cloth to lay over them."""
PULLOVER: Points = (
    (192, 320), (222, 316), (314, 316), (339, 320), (322, 392), (266, 534), (245, 534), (203, 430), (190, 350),
)  # fmt: skip
COLLAR, STUDENT_COLLAR = (266, 334), (223, 186)
"""The middle of the neck where the collar begins, in the jacket's portrait and in the student's."""
STUDENT_BODY, SECOND_BODY = 0.86, 0.74
"""How large the jackets are drawn."""
STUDENT_COLOUR = (70, 88, 110)
HAIRLINE: Points = (
    (150, 200), (163, 168), (184, 146), (214, 136), (262, 131), (312, 135), (342, 148), (360, 168), (374, 200),
)  # fmt: skip


@cache
def head(who: Head, yaw: float = 0.0) -> Image.Image:
    """Return the head's sprite; positive degrees turn it to the picture's right."""
    left, top, right, bottom = who.box
    size = (round((right - left) * who.scale), round((bottom - top) * who.scale))
    cut = Image.fromarray(_cut_out(who))
    return Image.fromarray(_turned(cut, who, yaw, size))


@cache
def body(colour: tuple[int, int, int] | None = None, scale: float = SECOND_BODY) -> Image.Image:
    """Return the jacket's sprite, its left upper corner the portrait's; a colour dyes the cloth."""
    plain = _without_badges(portrait("second_portrait"))
    cloth = Image.fromarray(_dyed(plain, colour) if colour else plain)
    cloth.putalpha(_mask(JACKET, cloth.size, blur=1.0))
    if colour:
        cloth.alpha_composite(_pullover(cloth.size))
    return cloth.resize((round(cloth.width * scale), round(cloth.height * scale)), Image.Resampling.LANCZOS)


def _pullover(size: tuple[int, int]) -> Image.Image:
    """Draw a dark pullover where the jacket's shirt and tie are."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    light = 15 + np.clip((rows - 330) / 14, 0, 7) + 4 * np.sin(columns * 1.3) - 9 * ((columns - 262) / 80) ** 2
    knit = np.clip(light[..., None] + np.array([0.0, -1.0, 2.0]), 0, 255).astype(np.uint8)
    layer = Image.fromarray(knit)
    layer.putalpha(_mask(PULLOVER, size, blur=1.2))
    return layer


def _without_badges(picture: np.ndarray) -> np.ndarray:
    """Lay plain cloth over what belongs to a uniform."""
    image = Image.fromarray(picture)
    for (left, top, right, bottom), (x, y) in BADGES:
        patch = Image.fromarray(picture).crop((x, y, x + right - left, y + bottom - top))
        edge = Image.new("L", patch.size)
        ImageDraw.Draw(edge).rectangle((6, 6, patch.width - 7, patch.height - 7), 255)
        image.paste(patch, (left, top), edge.filter(ImageFilter.GaussianBlur(3)))
    return np.asarray(image)


def _dyed(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Give the dark cloth a colour and keep its folds; the white collar stays."""
    light = picture.astype(np.float32).mean(axis=2, keepdims=True)
    smooth = np.asarray(Image.fromarray(picture).convert("L").filter(ImageFilter.GaussianBlur(2)), dtype=np.float32)
    share = np.clip((smooth[..., None] - 70) / 60, 0, 1)
    down, across = np.mgrid[0 : 1 : picture.shape[0] * 1j, 0 : 1 : picture.shape[1] * 1j].astype(np.float32)
    sleeves = np.exp(-(((across - 0.17) / 0.025) ** 2)) + np.exp(-(((across - 0.87) / 0.025) ** 2))
    shade = 1.42 - 0.55 * down - 0.26 * across - 0.16 * sleeves * np.clip(6 * (down - 0.72), 0, 1)
    dyed = np.array(colour, dtype=np.float32) * shade[..., None] * (0.82 + light / 110)
    return np.clip(picture * share + dyed * (1 - share), 0, 255).astype(np.uint8)


@cache
def _cut_out(who: Head) -> np.ndarray:
    """Return the head's box of the portrait with a soft outline, RGBA."""
    picture = portrait(who.picture)
    if who is SECOND:
        picture = _paler(_with_hair(picture))
    image = Image.fromarray(picture)
    image.putalpha(_mask(who.outline, image.size, blur=1.3))
    return np.asarray(image.crop(who.box))


def _with_hair(picture: np.ndarray) -> np.ndarray:
    """Draw grey hair, combed back from the forehead, where the hat is."""
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    x, y = (columns - 263) / 110, (rows - 196) / 136
    angle, far = np.arctan2(x, -y), np.hypot(x, y)
    random = np.random.default_rng(3)
    strands = sum(
        weight * np.interp(angle + 0.05 * far * wave, np.linspace(-3.2, 3.2, count), random.normal(0, 1, count))
        for count, weight, wave in ((90, 0.5, 1.0), (260, 0.7, -1.0), (700, 0.5, 2.0))
    )
    shade = 0.95 + 0.13 * strands + 0.22 * np.exp(-(((far - 0.8) / 0.13) ** 2)) - 0.45 * np.clip(far - 0.86, 0, 1)
    hair = np.clip(np.array([150, 140, 126]) * shade[..., None], 0, 255)
    top = Image.new("L", (picture.shape[1], picture.shape[0]))
    ImageDraw.Draw(top).polygon([(120, 200), *HAIRLINE, (400, 200), (400, 20), (120, 20)], fill=255)
    share = np.asarray(top.filter(ImageFilter.GaussianBlur(6)), dtype=np.float32)[..., None] / 255
    return np.asarray(hair * share + picture * (1 - share)).astype(np.uint8)


def _paler(picture: np.ndarray) -> np.ndarray:
    """Take the studio's strong colours out, so that both people sit in the same light."""
    grey = picture.mean(axis=2, keepdims=True)
    return np.clip((grey + 0.68 * (picture - grey)) * 0.95 + 6, 0, 255).astype(np.uint8)


def _mask(outline: Points, size: tuple[int, int], *, blur: float) -> Image.Image:
    fine = Image.new("L", (size[0] * 3, size[1] * 3))
    ImageDraw.Draw(fine).polygon([(3 * x, 3 * y) for x, y in outline], fill=255)
    fine = fine.filter(ImageFilter.MinFilter(5))  # a little inside, against a rim of the old background
    round_corners = fine.filter(ImageFilter.GaussianBlur(9)).point(lambda v: 255 if v > 127 else 0)
    return round_corners.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(blur))


def _turned(cut: Image.Image, who: Head, yaw: float, size: tuple[int, int]) -> np.ndarray:
    """Turn a head whose every row is an ellipse, with a nose and a chin that stand out.

    Where its back comes into view it wears the rim of the front once more.
    """
    angle = np.float32(np.radians(yaw))
    middle, half = _rows(who)
    rows, columns = np.mgrid[0 : size[1] * FINE, 0 : size[0] * FINE].astype(np.float32) / (FINE * who.scale)
    row = np.arange(rows.shape[0]) / (FINE * who.scale)
    middle, half = (np.interp(row, np.arange(len(v)), v).astype(np.float32)[:, None] for v in (middle, half))
    turn = angle * np.clip((who.neck[1] - who.box[1] - rows) / (who.neck[1] - who.neck[0]), 0, 1)
    deep = who.ball[4] * half / who.ball[2]
    goal = columns - middle - _chin(rows, who) * np.sin(turn)
    reach, lean = (
        np.hypot(half * np.cos(turn), deep * np.sin(turn)),
        np.arctan2(deep * np.sin(turn), half * np.cos(turn)),
    )
    source = goal
    for _ in range(2):
        seen = goal - _nose(source + middle, rows, who) * np.sin(turn)
        source = half * _round_the_head(lean + np.arccos(np.clip(seen / reach, -1, 1)), min(1.0, abs(yaw) / 8))
    source = source + middle
    fine = np.asarray(cut.resize((cut.width * DENSE, cut.height * DENSE), Image.Resampling.BICUBIC))
    at_row = np.clip(rows * DENSE, 0, fine.shape[0] - 1).astype(int)
    out = fine[at_row, np.clip(source * DENSE, 0, fine.shape[1] - 1).astype(int)].copy()
    out[..., 3] = (out[..., 3] * np.clip((reach - np.abs(goal)) / 1.6 + 0.5, 0, 1)).astype(np.uint8)
    return np.asarray(Image.fromarray(out).resize(size, Image.Resampling.BOX))


def _round_the_head(angle: np.ndarray, strength: float) -> np.ndarray:
    """Return what of the front (-1..1) is seen at an angle of the ellipse: 0 its right rim, pi its left one.

    Behind a rim the front comes again, mirrored; the outermost rim is left out, as it has the old background.
    """
    front = np.cos(np.clip(angle, 0, np.pi))
    front = front * (1 - 0.07 * strength * front**4)
    behind = np.maximum(np.maximum(-angle, angle - np.pi), 0.0)
    return np.asarray(front - np.sign(front) * 0.55 * np.minimum(behind, 1.2))


@cache
def _rows(who: Head) -> tuple[np.ndarray, np.ndarray]:
    """Return middle and half width of the head in each row of its box, without sudden steps."""
    inside = _cut_out(who)[..., 3] > 127
    first, last = inside.argmax(axis=1), inside.shape[1] - inside[:, ::-1].argmax(axis=1)
    known = np.flatnonzero(inside.any(axis=1))
    every = np.arange(inside.shape[0])
    smooth = np.hanning(9) / np.hanning(9).sum()
    ends = [np.interp(every, known, side[known]) for side in (first, last)]
    left, right = (np.convolve(np.pad(side, 4, mode="edge"), smooth, mode="valid") for side in ends)
    return (left + right) / 2, np.maximum(1.0, (right - left) / 2)


def _nose(columns: np.ndarray, rows: np.ndarray, who: Head) -> np.ndarray:
    """Return how far the nose stands out at these places of the head's box."""
    x, y, height = who.nose
    across = (columns + who.box[0] - x) / (0.13 * who.ball[2])
    return np.asarray(height * np.exp(-(across**2) - ((rows + who.box[1] - y) / (0.17 * who.ball[3])) ** 2))


def _chin(rows: np.ndarray, who: Head) -> np.ndarray:
    """Return how far the lower face lies in front of the middle of the head."""
    down = np.clip((rows + who.box[1] - who.ball[1]) / who.ball[3], 0, 1)
    return np.asarray(0.5 * who.ball[4] * down**2)
