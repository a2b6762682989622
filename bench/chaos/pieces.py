"""What scripted recorders send: short real recordings, cut once, and never twice the same bytes."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from bench.segments import Piece, pieces
from demo.clip import frames
from demo.pictures import kept
from demo.screen import frames as screen_frames

LENGTHS = (0.6, 1.2, 2.2, 4.0)
"""Seconds. A piece of the next length stands for a shorter one: the server takes only what the recorder claims."""
SCENES = ((0, 6, "normal"), (6, 10, "absent"), (10, 14, "normal"), (14, 18, "second"))
CAMERA_SIZE, SCREEN_SIZE = (320, 240), (640, 360)
FRAMES_PER_SECOND = 5


def write_pieces(folder: Path) -> None:
    """Cut the drawn student and the drawn screen into pieces of each length, and keep them in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    listed: dict[str, list[str]] = {}
    for track in ("camera", "screen"):
        for length in LENGTHS:
            drawing = Path(__file__).read_bytes() + f"{track} {length}".encode()
            cut = kept(f"chaos-{track}", drawing, _cut(track, length))
            listed[f"{track}-{length}"] = [_write(folder, track, length, one) for one in cut]
    (folder / "pieces.json").write_text(json.dumps(listed))


def _cut(track: str, length: float) -> Iterator[Piece]:
    camera = track == "camera"
    rate, kbps = (FRAMES_PER_SECOND, 64) if camera else (2, 24)
    yield from pieces(_pictures(track), seconds=length, frames_per_second=rate, kbps=kbps)


@cache
def _pictures(track: str) -> list[np.ndarray]:
    if track == "camera":
        return [_sized(frame, CAMERA_SIZE) for frame in frames(SCENES, frames_per_second=FRAMES_PER_SECOND)]
    return [_sized(frame, SCREEN_SIZE) for frame in screen_frames(SCENES[-1][1])]


def _sized(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(Image.fromarray(frame).resize(size, Image.Resampling.BILINEAR))


def _write(folder: Path, track: str, length: float, piece: Piece) -> str:
    name = f"{track}-{length}-{piece.start:.1f}.webm"
    (folder / name).write_bytes(piece.body)
    return name


class Pieces:
    """Reads what `write_pieces` wrote."""

    def __init__(self, folder: Path) -> None:
        listed = json.loads((folder / "pieces.json").read_text())
        self._bodies = {key: [(folder / name).read_bytes() for name in names] for key, names in listed.items()}

    def body(self, track: str, seconds: float, name: str) -> bytes:
        """Return a recording at least so long, if there is one; `name` chooses it and makes its bytes its own."""
        source = "screen" if track == "screen" else "camera"
        length = next((one for one in LENGTHS if one >= seconds - 0.05), LENGTHS[-1])
        bodies = self._bodies[f"{source}-{length}"]
        mark = hashlib.sha256(name.encode()).digest()[:8]
        return bodies[mark[0] % len(bodies)] + b"\xec\x88" + mark
