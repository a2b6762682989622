"""Labelled boxes and found things: which belong together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from oes.analysis.detectors.looks import shared
from oes.domain.measures import Thing

LEAST_OVERLAP = 0.5
LEAST_KEPT = 0.5
"""A label of which less than this share is left in a cut-out is dropped."""
CROP_SHARE = 0.6
WEBCAM_SHAPE = 4 / 3


@dataclass(slots=True)
class BoxCounts:
    """`found`, `missed`: labelled boxes. `wrong`: things where no label is.

    `alarmed`: pictures without this kind (`quiet_pictures`) in which it was seen all the same.
    """

    found: int = 0
    missed: int = 0
    wrong: int = 0
    quiet_pictures: int = 0
    alarmed: int = 0

    def add(self, labels: Sequence[Thing], seen: Sequence[Thing]) -> None:
        matched = matches(labels, seen)
        self.found += matched
        self.missed += len(labels) - matched
        self.wrong += len(seen) - matched
        if not labels:
            self.quiet_pictures += 1
            self.alarmed += bool(seen)


def matches(labels: Sequence[Thing], seen: Sequence[Thing]) -> int:
    """Return how many labels have a thing of their own; the best scores choose first."""
    free = list(labels)
    for thing in sorted(seen, key=lambda t: -t.score):
        best = max(free, key=lambda label: shared(label, thing)[0], default=None)
        if best is not None and shared(best, thing)[0] >= LEAST_OVERLAP:
            free.remove(best)
    return len(labels) - len(free)


def apart(seen: Sequence[Thing], left_out: Sequence[Thing]) -> list[Thing]:
    """Return what was seen without what shows labels that are left out: that is neither found nor a false alarm."""
    return [thing for thing in seen if not any(shared(thing, label)[0] >= LEAST_OVERLAP for label in left_out)]


def read_labels(text: str, kinds: dict[int, str]) -> list[Thing]:
    """Read lines of "class centre_x centre_y width height" (shares of the picture); other classes are passed over.

    Raises ValueError for a line that is none.
    """
    found = []
    for line in text.splitlines():
        if line.strip():
            number, x, y, width, height = line.split()[:5]
            if kind := kinds.get(int(number)):
                box = tuple(float(share) for share in (x, y, width, height))
                if not all(0 <= share <= 1 for share in box):
                    raise ValueError(f"{line.strip()!r} is no box in shares of the picture")
                w, h = box[2:]
                found.append(Thing(kind, box[0] - w / 2, box[1] - h / 2, w, h, 1.0))
    return found


def webcam_crop(rgb: np.ndarray, labels: Sequence[Thing]) -> tuple[np.ndarray, list[Thing]]:
    """Return a part of the picture shaped like a webcam's, around the first label or the middle, and what is in it."""
    height, width = rgb.shape[:2]
    tall = CROP_SHARE * min(height, width / WEBCAM_SHAPE)
    size = (tall * WEBCAM_SHAPE / width, tall / height)
    x, y = labels[0].centre if labels else (0.5, 0.5)
    part = Thing("part", _inside(x, size[0]), _inside(y, size[1]), *size, 1.0)
    left, top = round(part.x * width), round(part.y * height)
    cut = rgb[top : top + round(size[1] * height), left : left + round(size[0] * width)]
    kept = [label for label in labels if shared(label, part)[1] >= LEAST_KEPT]
    return np.ascontiguousarray(cut), [_placed(label, part) for label in kept]


def _inside(centre: float, size: float) -> float:
    return min(max(centre - size / 2, 0.0), 1.0 - size)


def _placed(label: Thing, part: Thing) -> Thing:
    left, right = max(label.x, part.x), min(label.x + label.width, part.x + part.width)
    top, bottom = max(label.y, part.y), min(label.y + label.height, part.y + part.height)
    across, down = 1 / part.width, 1 / part.height
    place = ((left - part.x) * across, (top - part.y) * down)
    return Thing(label.kind, *place, (right - left) * across, (bottom - top) * down, label.score)
