"""The drawn camera recording: a student at a desk who looks away, leaves, and is not alone for a while."""

import hashlib
import io
import pickle
from collections.abc import Iterator
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.segments import Piece, pieces
from demo.figures import examinee, somebody_else
from demo.pictures import folder

Scenes = tuple[tuple[float, float, str], ...]
"""(start, end, what) in seconds: normal, away, absent, second; what is not named is normal."""

WIDTH, HEIGHT = 640, 480
FRAMES_PER_SECOND = 5
VERSION = "1"
"""Raise it with every change of the drawing: cached recordings depend on it."""
TURNED_DEGREES = 48
WALK_SECONDS = 0.8
NOISE_TILES = 6

SCENES: Scenes = (
    (90, 98, "away"),
    (210, 217, "away"),
    (235, 249, "absent"),
    (275, 289, "second"),
    (289, 340, "normal"),
)
SHORT_SCENES: Scenes = ((14, 24, "absent"), (32, 42, "second"), (42, 48, "normal"))


def frames(scenes: Scenes, frames_per_second: int = FRAMES_PER_SECOND) -> Iterator[np.ndarray]:
    """Yield the pictures of a recording that ends with its last scene: RGB uint8, 480 x 640."""
    for number in range(round(scenes[-1][1] * frames_per_second)):
        yield _frame(number / frames_per_second, number, scenes)


def camera_pieces(scenes: Scenes = SHORT_SCENES, seconds: float = 8.0) -> list[Piece]:
    """Return the recording as self-contained segments; drawn once, then read from a cache."""
    name = hashlib.sha256(repr((VERSION, scenes, seconds)).encode()).hexdigest()[:16]
    path = folder() / f"camera-{name}.pickle"
    if path.exists():
        return list(pickle.loads(path.read_bytes()))  # our own file, beside the networks
    made = list(pieces(frames(scenes), seconds=seconds, frames_per_second=FRAMES_PER_SECOND, kbps=160))
    path.write_bytes(pickle.dumps(made))
    return made


def portrait_jpeg() -> bytes:
    """Return the student's reference photo: the drawn student, looking straight."""
    out = io.BytesIO()
    Image.fromarray(_paste(_room().copy(), examinee(), 100, 80)).save(out, "JPEG", quality=90)
    return out.getvalue()


def _frame(at: float, number: int, scenes: Scenes) -> np.ndarray:
    picture = _room().copy()
    sway_x, sway_y = 5 * np.sin(at * 0.7) + 2 * np.sin(at * 2.3), 3 * np.sin(at * 1.1)
    present = 1.0 - _part(at, scenes, "absent")
    second = _part(at, scenes, "second")
    turned = round(TURNED_DEGREES * _part(at, scenes, "away") / 6) * 6
    shift = -90 * second  # the student makes room
    if second:
        _paste(picture, somebody_else(), round(640 - 330 * second), round(96 + sway_x / 2))
    if present:
        left = 100 + sway_x + shift - 560 * (1 - present)
        _paste(picture, examinee(turned), round(left), round(80 + sway_y))
    return np.clip(picture.astype(np.int16) + _noise()[number * 7 % NOISE_TILES], 0, 255).astype(np.uint8)


def _part(at: float, scenes: Scenes, what: str) -> float:
    """Return 0..1: how far a scene is under way; it eases in and out, so that people walk and do not jump."""
    inside = [min(at - start, end - at) for start, end, name in scenes if name == what and start <= at <= end]
    return min(1.0, max(inside, default=0.0) / WALK_SECONDS)


def _paste(picture: np.ndarray, sprite: np.ndarray, left: int, top: int) -> np.ndarray:
    """Lay a sprite onto a picture, in place; what lies outside is cut off."""
    x0, x1 = max(0, left), min(picture.shape[1], left + sprite.shape[1])
    y0, y1 = max(0, top), min(picture.shape[0], top + sprite.shape[0])
    if x0 < x1 and y0 < y1:
        part = sprite[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.float32)
        share = part[..., 3:] / 255.0
        ground = picture[y0:y1, x0:x1]
        picture[y0:y1, x0:x1] = (part[..., :3] * share + ground * (1 - share)).astype(np.uint8)
    return picture


@cache
def _room() -> np.ndarray:
    """Draw a wall with light from a window, a shelf with books, and a plant."""
    across = np.linspace(0, 1, WIDTH)[None, :, None]
    down = np.linspace(0, 1, HEIGHT)[:, None, None]
    wall = np.array([214, 208, 196]) - 46 * across - 22 * down
    room = Image.fromarray(wall.astype(np.uint8))
    draw = ImageDraw.Draw(room)
    draw.rectangle((18, 30, 138, 250), (236, 240, 240), (160, 152, 140), 5)
    draw.line((78, 30, 78, 250), (170, 162, 150), 5)
    draw.line((18, 140, 138, 140), (170, 162, 150), 5)
    draw.rectangle((470, 150, 632, 160), (126, 98, 72))
    for place, (colour, height) in enumerate(_BOOKS):
        left = 480 + place * 16
        draw.rectangle((left, 150 - height, left + 13, 150), colour)
    return np.asarray(room.filter(ImageFilter.GaussianBlur(2.0)))


_BOOKS = (
    ((120, 52, 48), 74), ((52, 84, 96), 66), ((150, 126, 70), 80), ((70, 70, 84), 60), ((96, 112, 84), 72),
    ((140, 88, 60), 64), ((60, 62, 74), 78), ((128, 120, 108), 58), ((84, 60, 88), 70),
)  # fmt: skip


@cache
def _noise() -> np.ndarray:
    """Return some tiles of a sensor's noise, so that no two frames are equal."""
    return np.random.default_rng(7).normal(0, 1.6, (NOISE_TILES, HEIGHT, WIDTH, 1)).astype(np.int16)
