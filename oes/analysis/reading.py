"""Reads the words of a screen. What was read stays here: callers get only the entries of their lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oes.analysis.model_files import model_path
from oes.analysis.networks.text_areas import Box, TextFinder, cells
from oes.analysis.networks.text_lines import LineReader, cost, latin_classes, read_signs
from oes.analysis.pictures import resized
from oes.analysis.sessions import OpenVinoSessions
from oes.domain.policy import Policy
from oes.domain.screen_words import FoundWord, ReadLine, found_words

SURE = 0.6
WIDEST = 1920
"""Wider pictures are reduced: text of a usual size stays readable."""
MOST_MS = 800.0
"""Bounds one reading, however full the screen is: then the longest lines, which are running text, are left out. Lines
that are read again by words may cost as much once more."""


Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """What was found, and what it cost: milliseconds on one core by the number of inputs, not by a clock."""

    found: list[FoundWord]
    cost_ms: float


class Reader:
    """Finds and reads the lines of a screen. Keep one per process: it holds the networks (about 110 MB)."""

    def __init__(self, *, finder: TextFinder, reader: LineReader) -> None:
        self.finder = finder
        self.reader = reader

    def words(self, rgb: np.ndarray, lists: Lists, *, wanted: np.ndarray | None = None) -> Words:
        """Return the list entries that a screen shows, in the whole picture or where `wanted` (a grid) is true."""
        lines, spent = self.lines(rgb, wanted=wanted)
        return Words(found_words(lines, lists), spent)

    def lines(self, rgb: np.ndarray, *, wanted: np.ndarray | None = None) -> tuple[list[ReadLine], float]:
        """Return the lines as read and the milliseconds spent. For matching only: they are never stored or logged."""
        if rgb.shape[1] > WIDEST:
            rgb = resized(rgb, width=WIDEST, height=round(rgb.shape[0] * WIDEST / rgb.shape[1]))
        height, width = rgb.shape[:2]
        boxes, spent = self.finder.boxes(rgb, wanted)
        if wanted is not None:
            boxes = [box for box in boxes if cells(wanted, box, width, height).any()]
        boxes = affordable(boxes)
        read = self.reader.read(rgb, boxes, again_ms=MOST_MS)
        spent += sum(line.cost_ms for line in read)
        return [ReadLine(one.text, _shares(one.box, width, height)) for one in read if one.score >= SURE], spent


def words_of_picture(rgb: np.ndarray, policy: Policy, *, reader: Reader) -> tuple[str, ...]:
    """Return the keys of all entries of a policy's lists that one picture of a screen shows: for benchmarks."""
    return tuple(word.key for word in reader.words(rgb, policy.read_words()).found)


def affordable(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes that can be read in MOST_MS, in their order."""
    cheap, spent = set(), 0.0
    for box in sorted(boxes, key=lambda box: (cost(box), box[1], box[0])):
        spent += cost(box)
        if spent <= MOST_MS:
            cheap.add(box)
    return [box for box in boxes if box in cheap]


def load_reader(directory: Path, *, threads: int = 1) -> Reader:
    """Return a reader with the networks of a models folder. Raises ModelFileError."""
    signs = read_signs(model_path("text_lines", directory))
    classes = latin_classes(signs)
    sessions = OpenVinoSessions(directory, threads=threads)
    signs = [["", *signs, " "][number] for number in classes]
    return Reader(finder=TextFinder(sessions), reader=LineReader(sessions, signs=signs, classes=classes))


def _shares(box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return left / width, top / height, (right - left) / width, (bottom - top) / height
