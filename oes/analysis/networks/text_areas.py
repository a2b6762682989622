"""Where lines of text stand in a picture, with the small detector of PP-OCRv6 (PaddleOCR, Apache-2.0).

Method: Liao et al., "Real-time Scene Text Detection with Differentiable Binarization" (2020). Input: BGR scaled to
-1..1, NCHW. Output: for each pixel the probability that it lies in the shrunk inside of a line. Only upright lines are
looked for: a screen has few others. The picture is looked at in tiles of one size, which keeps memory small.
"""

from collections.abc import Iterator

import numpy as np

from oes.analysis.sessions import SessionFactory

TILE = (256, 704)
"""Height and width: tiles of a screen 1280 wide overlap, since at its border a tile is half blind."""
TILE_MS = 42.0
"""On one core."""
INSIDE = 0.3
SURE = 0.5
"""A line has one pixel of at least this probability."""
GROWN = 1.6
"""By this times area over perimeter the inside of a line grows back to the whole line."""
LEAST_PIXELS = 4

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


class TextFinder:
    """Finds the lines of a picture, at the size that it has."""

    def __init__(self, sessions: SessionFactory) -> None:
        self._sessions = sessions

    def boxes(self, rgb: np.ndarray, wanted: np.ndarray | None = None) -> tuple[list[Box], float]:
        """Return the boxes of all lines, or of those in tiles that hold a wanted cell, and the cost in milliseconds.

        `wanted`: a grid of true and false over the whole picture, in any resolution.
        """
        inside = np.zeros(rgb.shape[:2], dtype=np.float32)
        tiles = list(self._tiles(rgb.shape[0], rgb.shape[1], wanted))
        for top, left in tiles:
            part = rgb[top : top + TILE[0], left : left + TILE[1]]
            height, width = part.shape[:2]
            tensor = np.zeros((1, 3, *TILE), dtype=np.float32)
            tensor[0, :, :height, :width] = scaled(part)
            output = self._sessions.session("text_areas", shape=tensor.shape).run(tensor)
            seen = next(iter(output.values())).reshape(TILE)[:height, :width]
            place = inside[top : top + height, left : left + width]
            np.maximum(place, seen, out=place)
        return list(_lines(inside)), len(tiles) * TILE_MS

    def _tiles(self, height: int, width: int, wanted: np.ndarray | None) -> Iterator[tuple[int, int]]:
        for top in _starts(height, TILE[0]):
            for left in _starts(width, TILE[1]):
                if wanted is None or cells(wanted, (left, top, left + TILE[1], top + TILE[0]), width, height).any():
                    yield top, left


def scaled(rgb: np.ndarray) -> np.ndarray:
    """Return RGB bytes (height x width x 3) as BGR planes of -1..1."""
    return rgb[:, :, ::-1].transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0


def cells(grid: np.ndarray, box: Box, width: int, height: int) -> np.ndarray:
    """Return the cells of a grid over a picture of `width` x `height` that a box in pixels touches."""
    rows, columns = grid.shape
    left, top, right, bottom = box
    return grid[
        max(0, top * rows // height) : -(-bottom * rows // height),
        max(0, left * columns // width) : -(-right * columns // width),
    ]


def _starts(length: int, tile: int) -> list[int]:
    """Return where tiles begin so that they cover a length; the last one ends with it."""
    count = max(1, -(-length // tile))
    return [round(i * max(0, length - tile) / max(1, count - 1)) for i in range(count)]


def _lines(inside: np.ndarray) -> Iterator[Box]:
    height, width = inside.shape
    for left, top, right, bottom in connected(inside > INSIDE):
        wide, high = right - left, bottom - top
        if min(wide, high) < LEAST_PIXELS - 1 or inside[top:bottom, left:right].max() < SURE:
            continue
        grow = round(GROWN * wide * high / (2 * (wide + high)))
        yield max(0, left - grow), max(0, top - grow), min(width, right + grow), min(height, bottom + grow)


def connected(mask: np.ndarray) -> list[Box]:
    """Return the bounding boxes of the connected parts of a mask (diagonal neighbours connect), top to bottom.

    Rows are taken as runs, and runs that touch those of the row above are joined.
    """
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    owner: list[int] = []
    boxes: list[Box] = []
    above: list[tuple[int, int, int]] = []
    row_above = -1
    for row in np.flatnonzero(mask.any(axis=1)).tolist():
        if row > row_above + 1:
            above = []
        starts, ends = np.flatnonzero(edges[row] == 1).tolist(), np.flatnonzero(edges[row] == -1).tolist()
        current = []
        for start, end in zip(starts, ends, strict=True):
            number = len(owner)
            owner.append(number)
            boxes.append((start, row, end, row + 1))
            for other in (k for left, right, k in above if left <= end and right >= start):
                _join(owner, boxes, other, number)
            current.append((start, end, number))
        above, row_above = current, row
    return [box for number, box in enumerate(boxes) if owner[number] == number]


def _root(owner: list[int], number: int) -> int:
    while owner[number] != number:
        owner[number] = owner[owner[number]]
        number = owner[number]
    return number


def _join(owner: list[int], boxes: list[Box], first: int, second: int) -> None:
    keep, gone = sorted((_root(owner, first), _root(owner, second)))
    if keep != gone:
        a, b = boxes[keep], boxes[gone]
        boxes[keep] = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        owner[gone] = keep
