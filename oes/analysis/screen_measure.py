"""Screen segments to ScreenMeasures: light and change of each looked-at moment, and words where enough changed.

What was read last is carried from segment to segment as a coarse picture of means (64 x 36 cells). Only where it
differs by many cells the screen is read again, and only there. Reading has an allowance of time, with some in hand
for what comes and goes quickly: a screen that changes all the time is read less often.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from oes.analysis.facts import COLUMNS, ROWS, Reading
from oes.analysis.media import SEGMENT, Limits, Source
from oes.analysis.reading import Lists, Reader
from oes.analysis.screen_media import ScreenFrame, frames_at, is_large, key_frames, look_moments, packet_facts
from oes.domain.measures import ScreenMeasures
from oes.domain.screen_words import FoundWord, Place

CHANGED_LEVEL = 8
"""A cell changed if its mean luma (0..255) moved by more."""
CHANGED_CELLS = 20
"""Fewer are a clock, a cursor or some letters; a small notice has about 40."""
MS_PER_SECOND = 6.0
"""So much reading is paid for by each second of an exam."""
MS_IN_HAND = 3000.0
"""Three readings of a full screen."""
LIGHT_STEP = 4
"""Each fourth pixel of each fourth row tells brightness and contrast."""


class ScreenMeasurer:
    """Measures the looked-at moments of screen segments, one after another. `reader` is called for the first reading:
    it loads the networks."""

    def __init__(self, *, lists: Lists, reader: Callable[[], Reader], reading: Reading | None = None) -> None:
        self._lists = {name: entries for name, entries in lists.items() if entries}
        self._reader = reader
        self.reading = reading

    def measure(
        self, source: Source, *, starts_at: float = 0.0, seconds: float = 0.0, limits: Limits = SEGMENT
    ) -> list[ScreenMeasures]:
        """Return the measures of one segment on its own clock. Raises UnreadableMedia where no frame decodes.

        `starts_at`: where it begins on the attempt's clock; `seconds`: how long it is said to last.
        """
        sent = packet_facts(source, limits=limits)
        thorough = any(map(is_large, sent)) or self._is_due(source, limits, starts_at)
        frames = frames_at(source, look_moments(sent), limits=limits) if thorough else key_frames(source, limits=limits)
        looks: list[ScreenMeasures] = []
        before: np.ndarray | None = None
        for frame in frames:
            luma = frame.luma()
            look = _light(frame.at_seconds, luma, before)
            looks.append(self._read(look, frame, grid_of(luma), starts_at) if thorough else look)
            before = luma[::LIGHT_STEP, ::LIGHT_STEP]
        ends = [look.at_seconds for look in looks[1:]] + [max(seconds, looks[-1].at_seconds + 1.0)]
        return [replace(look, held_seconds=end - look.at_seconds) for look, end in zip(looks, ends, strict=True)]

    def _is_due(self, source: Source, limits: Limits, starts_at: float) -> bool:
        """Return whether a key frame shows that there is something to read, and reading is allowed."""
        if not self._lists or credit_at(self.reading, starts_at) < 0:
            return False
        before = self.reading
        return before is None or any(
            changed_cells(cells_of(before), grid_of(frame.luma())).sum() >= CHANGED_CELLS
            for frame in key_frames(source, limits=limits)
        )

    def _read(self, look: ScreenMeasures, frame: ScreenFrame, grid: np.ndarray, starts_at: float) -> ScreenMeasures:
        if not self._lists:
            return look
        at, before = starts_at + look.at_seconds, self.reading
        credit = credit_at(before, at)
        changed = changed_cells(cells_of(before), grid) if before else None
        if credit < 0 or (changed is not None and changed.sum() < CHANGED_CELLS):
            return look
        wanted = None if changed is None else grown(changed)
        read = self._reader().words(frame.rgb(), self._lists, wanted=wanted)
        words = joined_words(before.words if before else (), read.found, wanted)
        self.reading = Reading(at, credit - read.cost_ms, grid.tobytes(), words)
        return replace(look, words=tuple(w.key for w in words), places=tuple(w.place for w in words))


def grid_of(luma: np.ndarray) -> np.ndarray:
    """Return the mean luma of 36 x 64 cells (uint8)."""
    return np.asarray(Image.fromarray(luma).resize((COLUMNS, ROWS), Image.Resampling.BOX, reducing_gap=1.0))


def cells_of(reading: Reading) -> np.ndarray:
    """Return the grid of a reading (uint8, 36 x 64)."""
    return np.frombuffer(reading.grid, dtype=np.uint8).reshape(ROWS, COLUMNS)


def changed_cells(before: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Return which cells changed. Several grids of one shape."""
    return np.abs(before.astype(np.int16) - now) > CHANGED_LEVEL


def grown(cells: np.ndarray) -> np.ndarray:
    """Return the cells and their neighbours: text at the border of what changed must be read whole."""
    wide = np.pad(cells, 1)
    rows, columns = cells.shape
    return np.any([wide[y : y + rows, x : x + columns] for y in range(3) for x in range(3)], axis=0)


def credit_at(before: Reading | None, at_seconds: float) -> float:
    """Return the milliseconds saved up for reading at a moment."""
    if before is None:
        return MS_IN_HAND
    return min(MS_IN_HAND, before.credit + MS_PER_SECOND * max(0.0, at_seconds - before.at_seconds))


def joined_words(
    kept: Sequence[FoundWord], found: Sequence[FoundWord], wanted: np.ndarray | None
) -> tuple[FoundWord, ...]:
    """Return the words that stand now: the new ones, and old ones where nothing was read anew."""
    new = {word.key for word in found}
    still = [w for w in kept if w.key not in new and wanted is not None and not _touches(wanted, w.place)]
    return (*found, *still)


def _touches(wanted: np.ndarray, place: Place) -> bool:
    left, top, width, height = place
    rows = slice(int(top * ROWS), int(np.ceil((top + height) * ROWS)))
    columns = slice(int(left * COLUMNS), int(np.ceil((left + width) * COLUMNS)))
    return bool(wanted[rows, columns].any())


def _light(at_seconds: float, luma: np.ndarray, before: np.ndarray | None) -> ScreenMeasures:
    small = luma[::LIGHT_STEP, ::LIGHT_STEP]
    same_size = before is not None and before.shape == small.shape
    return ScreenMeasures(
        at_seconds=at_seconds,
        brightness=float(small.mean()),
        contrast=float(small.std()),
        width=luma.shape[1],
        height=luma.shape[0],
        changed=float(np.abs(small.astype(np.int16) - before).mean()) if same_size else None,
    )
