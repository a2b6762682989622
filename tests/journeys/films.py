"""The films that the fake camera plays: Motion JPEG, drawn once in a run of the tests."""

import fcntl
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PIL import Image

FRAMES_PER_SECOND = 5
PLAYED_PER_SECOND = 30
CALM_SECONDS = 60

Pictures = Callable[[], Iterable[np.ndarray]]


class Films:
    """A folder of films that several processes share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def film(self, name: str, pictures: Pictures) -> Path:
        """Return the film of this name. The first who asks draws it, from RGB frames, FRAMES_PER_SECOND of them."""
        path = self.folder / f"{name}.mjpeg"
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                write_mjpeg(path.with_suffix(".part"), pictures()).rename(path)
        return path


def write_mjpeg(path: Path, frames: Iterable[np.ndarray]) -> Path:
    """Write RGB frames, FRAMES_PER_SECOND of them, as the Motion JPEG that Chromium's fake camera plays.

    Such a file names no frame rate and is played at 30 a second, so each frame is written several times.
    """
    with path.open("wb") as file:
        for frame in frames:
            picture = io.BytesIO()
            Image.fromarray(frame).save(picture, "JPEG", quality=88)
            file.write(picture.getvalue() * (PLAYED_PER_SECOND // FRAMES_PER_SECOND))
    return path
