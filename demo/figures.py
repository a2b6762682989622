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
from demo.turning import bent_plate, turned

Points = tuple[tuple[int, int], ...]
FINE = 2
"""Heads are turned so much larger, and reduced then."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head and the neck under it, as outlines on the portrait.

    `relief`: places x, y and how far they stand in front of the ears, as the landmark network reads them on this
    very portrait (pixels, a sixth more since it flattens); around them the hair. `axis`: the column it turns around.
    """

    picture: str
    outline: Points
    neck: Points
    skin: tuple[int, int, int, int]
    """A box of the neck that shows its plain skin."""
    box: tuple[int, int, int, int]
    scale: float
    axis: float
    relief: tuple[tuple[int, int, int], ...]
    ear_row: int
    """From here on down the back of the head is not hair."""


STUDENT = Head(
    picture="portrait",
    outline=(
        (157, 88), (156, 72), (161, 57), (170, 47), (182, 40), (191, 32), (204, 24), (220, 19), (233, 18), (250, 21),
        (264, 27), (278, 36), (287, 45), (293, 58), (297, 72), (299, 86), (296, 99), (291, 111), (283, 121), (278, 128),
        (272, 134), (268, 134), (265, 142), (260, 154), (253, 164), (244, 172), (235, 177), (225, 179), (213, 178),
        (203, 173), (194, 165), (187, 155), (183, 143), (182, 131), (176, 127), (172, 119), (165, 113), (158, 104),
    ),
    neck=(
        (200, 112), (250, 112), (257, 150), (257, 168), (255, 184), (254, 187), (246, 192), (232, 194), (210, 191),
        (193, 187), (191, 177), (193, 150),
    ),
    skin=(236, 178, 250, 185), box=(136, 4, 320, 210), scale=1.25, axis=227.0, ear_row=118,
    relief=(
        (227, 80, 62), (225, 101, 59), (224, 112, 66), (224, 128, 75), (223, 135, 61), (223, 141, 57), (223, 156, 49),
        (221, 179, 34), (203, 172, 27), (243, 172, 29), (186, 149, 6), (261, 154, 7), (182, 129, 0), (268, 134, 0),
        (181, 110, 0), (271, 112, 0), (196, 101, 41), (255, 104, 43), (214, 104, 46), (237, 105, 47), (191, 120, 43),
        (258, 124, 44), (202, 139, 36), (245, 141, 37), (187, 79, 34), (266, 83, 36), (211, 126, 58), (237, 128, 59),
        (227, 55, 58), (227, 36, 42), (227, 18, 2), (195, 52, 32), (260, 52, 32), (191, 32, 0), (264, 27, 0),
        (165, 70, 6), (289, 70, 6), (157, 88, -8), (299, 86, -8), (165, 113, -10), (291, 111, -10), (170, 47, -4),
        (287, 45, -4), (176, 127, -8), (278, 128, -8),
    ),
)  # fmt: skip
SECOND = Head(
    picture="second_portrait",
    outline=(
        (158, 196), (154, 150), (160, 116), (180, 88), (216, 68), (262, 60), (308, 68), (344, 88), (364, 116),
        (371, 150), (370, 190), (372, 200), (368, 222), (362, 240), (358, 262), (360, 276), (352, 296), (338, 304),
        (326, 308), (312, 320), (292, 331), (270, 336), (250, 334), (228, 327), (210, 314), (200, 294), (180, 288),
        (166, 276), (162, 262), (166, 250), (162, 226), (155, 210),
    ),
    neck=(
        (216, 250), (318, 250), (331, 300), (331, 330), (318, 370), (272, 408), (256, 408), (220, 370), (206, 330),
        (205, 300),
    ),
    skin=(244, 344, 296, 366), box=(130, 40, 400, 420), scale=0.74, axis=263.0, ear_row=190,
    relief=(
        (262, 133, 110), (265, 188, 117), (267, 238, 154), (268, 253, 125), (268, 290, 117), (270, 334, 90),
        (193, 291, 29), (341, 282, 27), (181, 252, 5), (349, 243, 2), (174, 216, 1), (352, 207, 0), (206, 192, 84),
        (321, 186, 83), (202, 236, 93), (329, 229, 92), (234, 280, 95), (303, 277, 94), (182, 156, 62), (341, 148, 60),
        (263, 96, 84), (263, 60, 0), (216, 68, 0), (308, 68, 0), (160, 116, -8), (364, 116, -8), (155, 170, -12),
        (371, 170, -12), (162, 240, -12), (364, 240, -12), (180, 288, -10), (352, 296, -10),
    ),
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
    """Return the sprite of head and neck; positive degrees turn the head to the picture's right. About 60 ms."""
    cut, box = _cut_out(who), who.box
    sprite = _neck(who)
    sprite.alpha_composite(_back_of_head(who, yaw))
    sprite.alpha_composite(Image.fromarray(turned(cut, _depth(who), axis=(who.axis - box[0]) * FINE, degrees=yaw)))
    size = (round((box[2] - box[0]) * who.scale), round((box[3] - box[1]) * who.scale))
    return sprite.resize(size, Image.Resampling.LANCZOS)


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
def _picture(who: Head) -> Image.Image:
    picture = portrait(who.picture)
    return Image.fromarray(_paler(_with_hair(picture)) if who is SECOND else picture)


def _fine(who: Head, image: Image.Image, outline: Points, *, blur: float) -> Image.Image:
    """Return what an outline holds of a picture with a soft edge: the head's box, FINE times enlarged."""
    image.putalpha(_mask(outline, image.size, blur=blur))
    box = image.crop(who.box)
    return box.resize((box.width * FINE, box.height * FINE), Image.Resampling.BICUBIC)


@cache
def _cut_out(who: Head) -> np.ndarray:
    return np.asarray(_fine(who, _picture(who).copy(), who.outline, blur=1.1))


@cache
def _depth(who: Head) -> np.ndarray:
    left, top, right, bottom = who.box
    points = (np.array(who.relief, dtype=np.float64) - (left, top, 0)) * FINE
    return bent_plate(points, (bottom - top) * FINE, (right - left) * FINE)


def _neck(who: Head) -> Image.Image:
    """Return the neck without the chin: its skin goes on upwards, into the chin's shadow."""
    picture = np.asarray(_picture(who)).astype(np.float32)
    chin, low = max(y for _, y in who.outline), max(y for _, y in who.neck)
    left, right = min(x for x, _ in who.neck), max(x for x, _ in who.neck)
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    from_left, from_top, to_right, to_bottom = who.skin
    skin = np.median(picture[from_top:to_bottom, from_left:to_right], axis=(0, 1))
    across = 2 * (columns - left) / (right - left) - 1
    light = (1.0 - 0.3 * across**2) * np.clip(1.0 + (rows - chin) / (1.3 * (right - left)), 0.7, 1)
    share = np.clip((rows - chin - 1) / max(1.0, 0.4 * (low - chin)), 0, 1)[..., None]
    painted = picture * share + skin * light[..., None] * (1 - share)
    return _fine(who, Image.fromarray(np.clip(painted, 0, 255).astype(np.uint8)), who.neck, blur=1.1)


def _back_of_head(who: Head, yaw: float) -> Image.Image:
    """Return the hair that comes into view behind the side which the head turns away from."""
    cut = _cut_out(who)
    rows, columns = np.mgrid[0 : cut.shape[0], 0 : cut.shape[1]].astype(np.float32) / FINE
    away = (who.axis - who.box[0] - columns) * np.sign(yaw)
    share = np.clip(away / 12, 0, 1) * np.clip((who.ear_row - who.box[1] - rows) / 8, 0, 1)
    hair = cut.copy()
    hair[..., :3] = (hair[..., :3] * 0.82).astype(np.uint8)
    hair[..., 3] = (hair[..., 3] * share).astype(np.uint8)
    step = -np.sign(yaw) * round(-0.13 * abs(np.sin(np.radians(yaw))) * 74 * FINE)
    return Image.fromarray(np.roll(hair, int(step), axis=1))


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
