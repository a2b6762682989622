"""A film in place of the camera: a stretch that was seen before, frame for frame, in this attempt or an earlier one.

Compared are fingerprints (12 x 16 mean lumas). A person who comes back to a posture comes back to it roughly: two
moments minutes apart differ by at least as much as two that lie a second apart. A repeated film differs by what the
codec adds, and by the movement within the half second by which the sampled moments may miss each other. So both are
asked for over 20 s: that the stretch differs from the earlier one by much less than it moves from second to second, in
most of the blocks that move (a blinking lamp alone repeats itself too), and that it moves in the same way (the cosine
of what is left of the blocks without their means over the stretch).

Measured with VP8 at 60 and 160 kbit/s, one frame a second, windows of 20 s: see `Thresholds`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from oes.domain.measures import FrameMeasures
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "virtual_camera"
PROBE_FRAMES = 5
"""Every so many frames one is looked up; all are compared only where those of a stretch fit."""
PROBE_SLACK = 1.3
LEAST_LAG_FRAMES = 3
LEAST_MOVING_BLOCKS = 10
MOVING_LEVELS = 1.0
"""A block moves if it changes by this much from frame to frame, on average, in a picture of contrast CONTRAST."""
LEAST_MOVED = LEAST_MOVING_BLOCKS**0.5 * MOVING_LEVELS
"""The distance from frame to frame when just so many blocks move: a black or frozen picture is not looked up."""
MOST_TRIES = 20
"""The nearest places that are compared in full for one stretch."""
CONTRAST = 32.0
CHUNK = 64


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """Consecutive frames: their places in the attempt, and their fingerprints (n x 192 float32)."""

    places: np.ndarray
    blocks: np.ndarray


def virtual_camera(
    frames: Sequence[FrameMeasures], earlier: Sequence[Sequence[bytes]], thresholds: Thresholds, *, step_seconds: float
) -> list[Observation]:
    """Return the frames that repeat earlier ones. `earlier`: fingerprints of other attempts, one step apart."""
    size = max(2 * PROBE_FRAMES, round(thresholds.loop_seconds / step_seconds))
    own = _Stretch(
        np.array([i for i, frame in enumerate(frames) if frame.fingerprint is not None], dtype=np.int64),
        _blocks([frame.fingerprint for frame in frames if frame.fingerprint is not None]),
    )
    shows_face = np.array([bool(frames[i].faces) for i in own.places], dtype=bool)
    found = np.zeros(len(own.places), dtype=bool)
    for other in (None, *map(_blocks, earlier)):
        known = own.blocks if other is None else other
        for start, places in _candidates(own.blocks, other, size, thresholds):
            here = slice(start, start + size)
            if found[here].all() or 2 * shows_face[here].sum() < size:
                continue
            if any(_repeats(own.blocks[here], known[place : place + size], thresholds) for place in places):
                found[here] = True
    return [Observation(frames[i].at_seconds, KIND) for i in own.places[found]]


def _blocks(fingerprints: Sequence[bytes]) -> np.ndarray:
    """Return fingerprints as rows (float32) of median 0 and spread CONTRAST: flickering light is no movement."""
    if not fingerprints:
        return np.zeros((0, 1), dtype=np.float32)
    levels = np.frombuffer(b"".join(fingerprints), dtype=np.uint8).reshape(len(fingerprints), -1).astype(np.float32)
    dark, middle, bright = np.percentile(levels, (15, 50, 85), axis=1, keepdims=True).astype(np.float32)
    return (levels - middle) * (2 * CONTRAST / (bright - dark).clip(2.0))


def _candidates(
    own: np.ndarray, other: np.ndarray | None, size: int, thresholds: Thresholds
) -> Iterator[tuple[int, list[int]]]:
    """Yield the start of each stretch of `size` frames whose probes lie near earlier ones, and where those begin.

    One matrix of distances between every fifth frame and all frames, a chunk of rows at a time; then, for each stretch,
    the mean along its lag. Time: frames squared / PROBE_FRAMES; memory: CHUNK x frames.
    """
    known = own if other is None else other
    if len(own) < size or len(known) < size:
        return
    probes, places = size // PROBE_FRAMES, len(known) - size + 1
    moved = _moved(own, size)
    most = np.where(moved >= LEAST_MOVED, PROBE_SLACK * thresholds.loop_ratio * moved, -1.0)
    starts = np.arange(0, len(own) - size + 1, PROBE_FRAMES)
    for first in range(0, len(starts), CHUNK):
        some = starts[first : first + CHUNK]
        rows = own[some[0] : some[-1] + size : PROBE_FRAMES]
        distances = _distances(rows, known)
        mean = np.zeros((len(some), places), dtype=np.float32)
        for probe in range(probes):
            mean += distances[probe : probe + len(some), probe * PROBE_FRAMES :][:, :places] / probes
        near = mean <= most[some][:, None]
        if other is None:
            near &= np.arange(places) <= some[:, None] - LEAST_LAG_FRAMES
        for row in np.nonzero(near.any(axis=1))[0]:
            alike = np.nonzero(near[row])[0]
            yield int(some[row]), alike[np.argsort(mean[row, alike])[:MOST_TRIES]].tolist()


def _distances(rows: np.ndarray, known: np.ndarray) -> np.ndarray:
    squares = (rows * rows).sum(axis=1)[:, None] + (known * known).sum(axis=1)
    return np.asarray(np.sqrt((squares - 2 * rows @ known.T).clip(0)))


def _moved(blocks: np.ndarray, size: int) -> np.ndarray:
    """Return for each stretch of `size` frames the mean distance from frame to frame."""
    steps = np.sqrt(((blocks[1:] - blocks[:-1]) ** 2).sum(axis=1))
    sums = np.concatenate([[0.0], np.cumsum(steps, dtype=np.float64)])
    return np.asarray((sums[size - 1 :] - sums[: len(sums) - size + 1]) / (size - 1), dtype=np.float32)


def _repeats(own: np.ndarray, known: np.ndarray, thresholds: Thresholds) -> bool:
    """Return whether two stretches (n x 192 each) show the same film."""
    moved = np.abs(np.diff(own, axis=0)).mean(axis=0)
    moving = moved >= MOVING_LEVELS
    if moving.sum() < LEAST_MOVING_BLOCKS:
        return False
    ratio = float(np.median(np.abs(own - known).mean(axis=0)[moving] / moved[moving]))
    return ratio <= thresholds.loop_ratio and _cosine(own, known) >= thresholds.loop_cosine


def _cosine(own: np.ndarray, known: np.ndarray) -> float:
    a, b = own - own.mean(axis=0), known - known.mean(axis=0)
    return float((a * b).sum() / max(float(np.sqrt((a * a).sum() * (b * b).sum())), 1e-6))
