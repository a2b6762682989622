"""The drawn screen recording: an exam's page, and for some seconds another window over it."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from bench.segments import Piece, pieces

WIDTH, HEIGHT = 1280, 720
FRAMES_PER_SECOND = 2
SEGMENT_SECONDS = 16.0
QUESTION_SECONDS = 30
WINDOW_LEFT, WINDOW_RETURNED = 300.0, 309.0
"""When the other window lies over the exam, in seconds."""


def screen_pieces(seconds: float) -> list[Piece]:
    """Return `seconds` of the screen as self-contained segments of sixteen seconds."""
    return list(pieces(screens(seconds), seconds=SEGMENT_SECONDS, frames_per_second=FRAMES_PER_SECOND, kbps=64))


def screens(seconds: float) -> Iterator[np.ndarray]:
    """Yield the pictures of the screen: RGB uint8, 720 x 1280."""
    for number in range(round(seconds * FRAMES_PER_SECOND)):
        yield _screen(number / FRAMES_PER_SECOND)


def _screen(at: float) -> np.ndarray:
    picture = Image.new("RGB", (WIDTH, HEIGHT), (240, 243, 242))
    draw = ImageDraw.Draw(picture)
    _browser(draw)
    _question(draw, int(at // QUESTION_SECONDS), at % QUESTION_SECONDS)
    if WINDOW_LEFT <= at < WINDOW_RETURNED:
        _other_window(draw)
    _pointer(draw, 640 + 260 * np.sin(at * 0.31), 400 + 120 * np.sin(at * 0.47))
    return np.asarray(picture)


def _browser(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, WIDTH, 44), (222, 228, 226))
    draw.rounded_rectangle((150, 9, 820, 35), 12, (250, 251, 251))
    draw.rectangle((164, 19, 420, 25), (150, 160, 160))
    draw.rectangle((0, 44, WIDTH, 104), (11, 107, 98))
    draw.rectangle((80, 66, 380, 82), (226, 241, 238))


def _question(draw: ImageDraw.ImageDraw, number: int, since: float) -> None:
    """Draw a question as lines of text, four answers, and the answer that is chosen after a while."""
    draw.rounded_rectangle((80, 140, 1200, 660), 14, (255, 255, 255), (214, 220, 217), 2)
    draw.rectangle((120, 176, 120 + 60 + 12 * (number % 9), 192), (11, 107, 98))
    for line in range(3):
        draw.rectangle((120, 222 + line * 28, 700 + (number * 97 + line * 131) % 380, 234 + line * 28), (70, 84, 88))
    for answer in range(4):
        top = 340 + answer * 66
        chosen = since > 18 and answer == number % 4
        draw.ellipse((124, top, 148, top + 24), (11, 107, 98) if chosen else (255, 255, 255), (90, 103, 107), 3)
        draw.rectangle((170, top + 6, 430 + (number * 61 + answer * 173) % 420, top + 18), (96, 108, 112))


def _other_window(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((250, 130, 1130, 640), (255, 255, 255), (90, 90, 96), 3)
    draw.rectangle((250, 130, 1130, 168), (58, 74, 112))
    for line in range(12):
        draw.rectangle((290, 204 + line * 34, 700 + (line * 149) % 360, 218 + line * 34), (120, 126, 138))


def _pointer(draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    draw.polygon([(x, y), (x, y + 20), (x + 5, y + 15), (x + 13, y + 14)], (20, 20, 20), (255, 255, 255))
