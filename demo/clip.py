"""The drawn camera recording: a student at a desk who looks away, leaves, and is not alone for a while."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bench.segments import Piece, pieces
from demo import figures
from demo.figures import COLLAR, SECOND, SECOND_BODY, STUDENT, STUDENT_BODY, STUDENT_COLLAR, STUDENT_COLOUR
from demo.pictures import LISTING, kept
from demo.room import HEIGHT, WIDTH, room

Scenes = tuple[tuple[float, float, str], ...]
"""(start, end, what) in seconds: normal, away, absent, second; what is not named is normal."""

FRAMES_PER_SECOND = 5
DRAWING = ("clip.py", "figures.py", "turning.py", "room.py")
"""The files that decide how it looks: cached recordings depend on their contents."""
TURNED_DEGREES = 44.0
YAW_STEP = 1.0
WALK_SECONDS, TURN_SECONDS = 1.0, 0.8
STUDENT_PLACE, SECOND_PLACE = (318.0, 318.0), (506.0, 330.0)
"""Where on the frame the middles of the two collars are."""
MAKES_ROOM = 82.0

SCENES: Scenes = (
    (0, 90, "normal"),
    (90, 98, "away"),
    (98, 210, "normal"),
    (210, 217, "away"),
    (217, 235, "normal"),
    (235, 249, "absent"),
    (249, 275, "normal"),
    (275, 289, "second"),
    (289, 340, "normal"),
)
SHORT_SCENES: Scenes = (
    (0, 14, "normal"),
    (14, 24, "absent"),
    (24, 32, "normal"),
    (32, 42, "second"),
    (42, 48, "normal"),
)


def frames(scenes: Scenes, frames_per_second: int = FRAMES_PER_SECOND) -> Iterator[np.ndarray]:
    """Yield the pictures of a recording that ends with its last scene: RGB uint8, 480 x 640."""
    for number in range(round(scenes[-1][1] * frames_per_second)):
        yield _frame(number / frames_per_second, scenes)


def camera_pieces(scenes: Scenes = SHORT_SCENES, seconds: float = 8.0) -> list[Piece]:
    """Return the recording as self-contained segments; drawn once, then read from a cache beside the pictures."""
    drawing = b"".join(Path(__file__).with_name(name).read_bytes() for name in DRAWING) + LISTING.read_bytes()
    drawn = pieces(frames(scenes), seconds=seconds, frames_per_second=FRAMES_PER_SECOND, kbps=160)
    return kept("camera", drawing + repr((scenes, seconds)).encode(), drawn)


def portrait_jpeg() -> bytes:
    """Return the student's reference photo: the drawn student, looking straight."""
    out = io.BytesIO()
    Image.fromarray(_frame(0.0, ((0, 1, "normal"),))).save(out, "JPEG", quality=92)
    return out.getvalue()


def _frame(at: float, scenes: Scenes) -> np.ndarray:
    picture = Image.fromarray(room())
    second = _part(at, scenes, "second", WALK_SECONDS)
    present = 1.0 - _part(at, scenes, "absent", WALK_SECONDS)
    if second:
        _lay_second(picture, at, second)
    if present:
        turned = TURNED_DEGREES * _part(at, scenes, "away", TURN_SECONDS)
        lay_student(picture, at, turned=turned, left=MAKES_ROOM * second + 620 * (1 - present))
    light = 1.0 + 0.008 * np.sin(at * 0.9) + 0.006 * np.sin(at * 2.7)
    return np.asarray(picture.point([min(255, round(level * light)) for level in range(256)] * 3))


def lay_student(picture: Image.Image, at: float, *, turned: float, left: float) -> None:
    """Lay body and head; both move a little, as people do: they breathe, lean, and look along the lines."""
    breath = 1.6 * np.sin(at * 1.45)
    lean = 5.0 * np.sin(at * 0.23) + 2.5 * np.sin(at * 0.61 + 1) + 0.35 * turned
    x, y = STUDENT_PLACE[0] + lean - left, STUDENT_PLACE[1] + breath
    body = figures.body(STUDENT_COLOUR, STUDENT_BODY)
    _lay(picture, body, (x, y), pivot=(COLLAR[0] * STUDENT_BODY, COLLAR[1] * STUDENT_BODY), tilt=0.05 * lean)
    yaw = turned + 3.0 * np.sin(at * 0.53) + 1.5 * np.sin(at * 1.37 + 2)
    tilt = 1.6 * np.sin(at * 0.37 + 0.5) + 0.8 * np.sin(at * 1.1) - 0.06 * turned
    pivot = _on_head(STUDENT, STUDENT_COLLAR)
    nod = 1.2 * np.sin(at * 0.81 + 1) + 0.05 * turned
    _lay(picture, figures.head(STUDENT, _stepped(yaw)), (x, y + nod), pivot=pivot, tilt=tilt)


def _lay_second(picture: Image.Image, at: float, share: float) -> None:
    """Somebody comes in from the right and looks at the student's screen."""
    x = SECOND_PLACE[0] + 420 * (1 - share) + 3.0 * np.sin(at * 0.7)
    y = SECOND_PLACE[1] + 1.5 * np.sin(at * 1.2 + 1)
    body = figures.body(None, SECOND_BODY)
    _lay(picture, body, (x, y), pivot=(COLLAR[0] * SECOND_BODY, COLLAR[1] * SECOND_BODY), tilt=0.0)
    yaw = -9.0 + 3.0 * np.sin(at * 0.6)
    _lay(picture, figures.head(SECOND, _stepped(yaw)), (x, y), pivot=_on_head(SECOND, COLLAR), tilt=np.sin(at * 0.5))


def _on_head(who: figures.Head, point: tuple[float, float]) -> tuple[float, float]:
    return (point[0] - who.box[0]) * who.scale, (point[1] - who.box[1]) * who.scale


def _stepped(degrees: float) -> float:
    return round(degrees / YAW_STEP) * YAW_STEP


def _lay(
    picture: Image.Image, sprite: Image.Image, place: tuple[float, float], *, pivot: tuple[float, float], tilt: float
) -> None:
    """Lay a sprite onto the picture, in place: its pivot at `place`, tilted clockwise by degrees around it."""
    cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    left, top = round(place[0] - pivot[0]), round(place[1] - pivot[1])
    box = max(0, left), max(0, top), min(WIDTH, left + sprite.width), min(HEIGHT, top + sprite.height)
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    dx, dy = box[0] - place[0], box[1] - place[1]
    matrix = (cos, sin, pivot[0] + cos * dx + sin * dy, -sin, cos, pivot[1] - sin * dx + cos * dy)
    size = (box[2] - box[0], box[3] - box[1])
    moved = sprite.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    picture.paste(moved, box[:2], moved)


def _part(at: float, scenes: Scenes, what: str, seconds: float) -> float:
    """Return 0..1: how far a scene is under way. It comes and goes within `seconds`, half of them before its time."""
    inside = [min(at - start, end - at) for start, end, name in scenes if name == what]
    share = float(np.clip(max(inside, default=-1.0e9) / seconds + 0.5, 0.0, 1.0))
    return share * share * (3 - 2 * share)
