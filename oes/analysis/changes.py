"""What changed between two small luma pictures: inside a face, or beside it. Numbers only."""

import numpy as np

from oes.analysis.networks.yunet import FoundFace

CHANGED_LUMA = 5.0
"""Of a block outside the face, since the last search: more than noise."""
CHANGED_BLOCKS = 2
BLOCK = 10
TORSO_WIDTHS = 1.2
"""Shoulders and chest, so many widths of the face to either side below it, move without anybody coming."""


def changed_elsewhere(light: np.ndarray, before: np.ndarray, face: FoundFace, scale: float) -> bool:
    """Return whether blocks of the picture beside the face and its body changed since `before` by more than noise.

    `light`, `before`: luma, height x width; `scale`: their width over that of the picture with the face.
    """
    change = light - before
    change[_inside(face, scale, margin=0.5)] = 0.0
    change[_torso(face, scale)] = 0.0
    rows, columns = change.shape[0] // BLOCK, change.shape[1] // BLOCK
    blocks = change[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    return int((np.abs(blocks) > CHANGED_LUMA).sum()) >= CHANGED_BLOCKS


def changed_inside(light: np.ndarray, before: np.ndarray, face: FoundFace, scale: float) -> float:
    """Return the mean difference of the luma (0..255) inside a face; infinite for one outside the picture.

    `light`, `before`, `scale` as for `changed_elsewhere`.
    """
    place = _inside(face, scale, margin=0.0)
    change = np.abs(light[place] - before[place])
    return float(change.mean()) if change.size else float("inf")


def luma_inside(light: np.ndarray, face: FoundFace, scale: float) -> float:
    """Return the mean luma inside a face; 0 for one outside the picture."""
    inside = light[_inside(face, scale, margin=0.0)]
    return float(inside.mean()) if inside.size else 0.0


def _torso(face: FoundFace, scale: float) -> tuple[slice, slice]:
    x, y, width, height = (number * scale for number in face.box)
    left, right = max(0, int(x - TORSO_WIDTHS * width)), max(0, int(x + (1 + TORSO_WIDTHS) * width))
    return slice(max(0, int(y + height)), None), slice(left, right)


def _inside(face: FoundFace, scale: float, *, margin: float) -> tuple[slice, slice]:
    """Return rows and columns of a face in the small picture, with `margin` widths of the box around it."""
    x, y, width, height = (number * scale for number in face.box)
    top, left = max(0, int(y - margin * height)), max(0, int(x - margin * width))
    return slice(top, max(0, int(y + (1 + margin) * height))), slice(left, max(0, int(x + (1 + margin) * width)))
