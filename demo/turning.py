"""Turning a head that is known from one picture only: every pixel gets a depth, and the whole is turned around a line.

Depth comes from a few known points (a thin plate is bent through them). What lies behind what is settled row by
row: seen from the side that the head turns away from, the first pixel that reaches a place hides the later ones.
"""

import numpy as np

COARSE = 4
"""The plate is computed on every fourth pixel; it is smooth."""


def bent_plate(points: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return depths (height x width) that pass through points (n x 3: x, y, depth) and bend as little as they can."""
    places = points[:, :2].astype(np.float64)
    ones = np.column_stack([np.ones(len(places)), places])
    system = np.block([[_bend(places, places), ones], [ones.T, np.zeros((3, 3))]])
    weights = np.linalg.solve(system, np.concatenate([points[:, 2], np.zeros(3)]))
    down, across = np.arange(0, height + COARSE, COARSE), np.arange(0, width + COARSE, COARSE)
    grid = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2).astype(np.float64)
    plate = np.column_stack([_bend(grid, places), np.ones(len(grid)), grid]) @ weights
    plate = plate.reshape(len(down), len(across))
    rows = np.stack([np.interp(np.arange(width), across, row) for row in plate])
    return np.stack([np.interp(np.arange(height), down, column) for column in rows.T], axis=1)


def turned(cut: np.ndarray, depth: np.ndarray, *, axis: float, degrees: float) -> np.ndarray:
    """Return an RGBA cut-out (uint8) turned around the upright line at column `axis`; positive to the right."""
    if degrees < 0:
        mirrored = turned(cut[:, ::-1], depth[:, ::-1], axis=cut.shape[1] - 1 - axis, degrees=-degrees)
        return np.ascontiguousarray(mirrored[:, ::-1])
    angle, columns = np.radians(degrees), np.arange(cut.shape[1], dtype=np.float64)
    reached = axis + (columns - axis) * np.cos(angle) + depth * np.sin(angle)
    out = np.zeros_like(cut)
    for row in np.flatnonzero(cut[..., 3].any(axis=1)):
        inside = np.flatnonzero(cut[row, :, 3])
        first, last = max(0, inside[0] - 1), min(len(columns), inside[-1] + 2)
        seen = np.maximum.accumulate(reached[row, first:last])
        source = np.interp(columns, seen, columns[first:last], left=-1.0, right=-1.0)
        shown = np.flatnonzero(source >= 0)
        low = np.minimum(source[shown].astype(int), len(columns) - 2)
        share = (source[shown] - low)[:, None]
        out[row, shown] = np.round(cut[row, low] * (1 - share) + cut[row, low + 1] * share).astype(np.uint8)
    return out


def _bend(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return r^2 log r of all distances between two sets of places: how a thin plate bends."""
    squared = ((a[:, None] - b[None]) ** 2).sum(axis=2)
    return np.asarray(0.5 * squared * np.log(np.maximum(squared, 1e-9)))
