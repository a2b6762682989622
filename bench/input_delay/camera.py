"""What a cheap camera shows: a student who hardly moves, in noise, which is what makes an encoder work."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from demo.clip import frames

SECONDS = 4
FRAMES_PER_SECOND = 5
NOISE = 8.0
"""Standard deviation of the brightness, of 255."""
PLAYED_PER_SECOND = 30
"""Chromium plays a Motion JPEG at this rate, as cheap cameras deliver it."""


def write_camera(path: Path) -> Path:
    """Write the Motion JPEG that Chromium's fake camera plays over and over; about 7 MB."""
    with path.open("wb") as file:
        for frame in _noisy():
            picture = io.BytesIO()
            Image.fromarray(frame).save(picture, "JPEG", quality=75)
            file.write(picture.getvalue())
    return path


def _noisy() -> Iterator[np.ndarray]:
    chance = np.random.default_rng(4)
    for frame in frames(((0, SECONDS, "normal"),), frames_per_second=FRAMES_PER_SECOND):
        for _ in range(PLAYED_PER_SECOND // FRAMES_PER_SECOND):
            noise = chance.normal(0.0, NOISE, frame.shape[:2])[..., np.newaxis]
            yield np.clip(frame + noise, 0, 255).astype(np.uint8)
