"""Small picture work on RGB arrays (uint8, height x width x 3): resize, warp, luma. No OpenCV."""

import numpy as np
from PIL import Image
from PIL.Image import Resampling

from oes.analysis.decoded import Picture

__all__ = ["Resampling", "light_of", "luma", "resized", "similarity_matrix", "warped"]


def resized(rgb: np.ndarray, *, width: int, height: int) -> np.ndarray:
    """Return the picture in another size, averaged where it shrinks.

    Cost from 640x480: 0.4 ms to exactly a half (whole factors are averaged first), 1.5 ms otherwise.
    """
    image = Image.fromarray(rgb)
    factor = min(image.width // width, image.height // height)
    if factor >= 2:
        image = image.reduce(factor)
    if image.size != (width, height):
        image = image.resize((width, height), Resampling.BILINEAR)
    return np.asarray(image)


def warped(
    rgb: np.ndarray, *, size: int, matrix: np.ndarray, resampling: Resampling = Resampling.BILINEAR
) -> np.ndarray:
    """Return a `size` x `size` cut-out, black outside the picture. 192 pixels: 0.7 ms bilinear, 0.2 ms nearest.

    `matrix` (2x3) maps (x, y, 1) of the cut-out to the picture. A strong reduction is averaged first,
    so that fine patterns do not alias.
    """
    factor = int(np.hypot(matrix[0, 0], matrix[1, 0]))
    rgb, matrix = _part(rgb, matrix, size=size, margin=2 + factor)
    if not rgb.size:
        return np.zeros((size, size, 3), dtype=np.uint8)
    image = Image.fromarray(rgb)
    if factor >= 2:
        image = image.reduce(factor)
        matrix = matrix / factor
    return np.asarray(image.transform((size, size), Image.Transform.AFFINE, tuple(matrix.ravel()), resampling))


def _part(rgb: np.ndarray, matrix: np.ndarray, *, size: int, margin: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the part of the picture that a cut-out sees, and the matrix into it: copying all of it costs more."""
    corners = matrix[:, :2] @ np.array([[0, size, 0, size], [0, 0, size, size]]) + matrix[:, 2:]
    left, top = np.maximum(np.floor(corners.min(axis=1)) - margin, 0).astype(int)
    right, bottom = np.maximum(np.ceil(corners.max(axis=1)) + margin, 0).astype(int)
    return rgb[top:bottom, left:right], np.column_stack([matrix[:, :2], matrix[:, 2] - (left, top)])


def similarity_matrix(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the 2x3 turn, scale and shift from `source` points (n x 2) to `target` in least squares."""
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    a, b = source - source_mean, target - target_mean
    spread = float((a * a).sum())
    along = float((a * b).sum()) / spread
    across = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / spread
    turn = np.array([[along, -across], [across, along]])
    return np.column_stack([turn, target_mean - turn @ source_mean])


def luma(rgb: np.ndarray) -> np.ndarray:
    """Return brightness 0..255 as float32 (BT.601 weights)."""
    return rgb @ np.array([0.299, 0.587, 0.114], dtype=np.float32)


def light_of(picture: Picture, *, side: int = 160) -> np.ndarray:
    """Return a small picture of the brightness: luma 0..255, float32, the longer side about `side` pixels.

    Four neighbouring pixels are averaged where several fall on one: enough against noise. From the decoder's own luma,
    where the picture has it, it costs 0.05 ms instead of 0.35, and no colours are converted.
    """
    step = max(1, max(picture.shape) // side)
    if step > 1 and picture.luma is not None:
        return reduced_luma(picture.luma, step=step, decoded=True)
    return reduced_luma(picture.rgb, step=step)


def reduced_luma(pixels: np.ndarray, *, step: int, decoded: bool = False) -> np.ndarray:
    """Return `light_of` with a whole number of pixels that become one, a side.

    `pixels`: RGB, or where `decoded` is set the decoder's luma, of which `step` is at least 2.
    """
    if decoded:
        return (_averaged(pixels, step).astype(np.float32) - 4 * 16) * np.float32(255 / 219 / 4)
    return luma(pixels) if step == 1 else luma(_averaged(pixels, step)) / np.float32(4)


def _averaged(pixels: np.ndarray, step: int) -> np.ndarray:
    """Return four times the mean of the first 2 x 2 pixels of each `step` x `step` block."""
    height, width = pixels.shape[0] // step * step, pixels.shape[1] // step * step
    total = np.zeros((height // step, width // step, *pixels.shape[2:]), dtype=np.uint16)
    for row in (0, 1):
        for column in (0, 1):
            total += pixels[row:height:step, column:width:step]
    return total
