"""The two tracks that a load sends."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.segments import Piece, cut, pieces

SCREEN_SECONDS = 16.0


def load_clip(path: Path | None) -> tuple[list[Piece], list[Piece]]:
    """Return camera and screen segments: the camera from a file, or the demo's drawn one; the screen drawn."""
    return (cut(path) if path else _drawn()), screen_pieces()


def screen_pieces() -> list[Piece]:
    """Return one minute of a screen on which lines of text appear, 5 frames a second."""
    return list(pieces(_screens(), seconds=SCREEN_SECONDS, frames_per_second=5, kbps=64))


def _screens() -> Iterator[np.ndarray]:
    for frame in range(5 * 64):
        screen = np.full((720, 1280, 3), 240, dtype=np.uint8)
        for line in range(frame // 10 % 20 + 1):
            screen[40 + line * 30 : 52 + line * 30, 60 : 300 + (line * 137) % 700] = 60
        yield screen


def _drawn() -> list[Piece]:
    from demo.clip import camera_pieces

    return camera_pieces()
