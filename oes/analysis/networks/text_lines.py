"""What lines of text say, with the small recogniser of PP-OCRv6 (PaddleOCR, Apache-2.0).

Method: CTC (Graves et al., 2006), the likeliest sign of each step. Input: BGR scaled to -1..1, 48 pixels high. Output:
for each 8 pixels the probability of nothing (first), of each of 18708 signs and of a space (last); all but the Latin
ones are cut off when it is loaded, which saves a sixth of the cost and 50 MB. It knows no Cyrillic: of such words
nothing comes out but the blanks between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

import numpy as np
from PIL import Image

from oes.analysis.networks.protobuf import fields
from oes.analysis.networks.text_areas import Box, scaled
from oes.analysis.sessions import Prepare, SessionFactory, with_classes

HEIGHT = 48
WIDTH, WIDTH_STEP = 640, 64
"""The widest input, and what widths are multiples of: one network takes them all, which saves 65 MB."""
MS_PER_PIXEL = 0.05
LAST_LATIN = 0x024F
MOST_WORDS = 5
WORD_GAP = 0.2
INK = 120
"""Of the sum of three colours: so much darkest and lightest pixel of a column differ where a letter stands."""
OTHER_SIGNS = "–—•·…|"
MODEL_METADATA, KEY, VALUE = 14, 1, 2
"""Field numbers of ONNX: the list of signs stands among the file's own notes."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """What one box says; `score` is the mean probability 0..1 of its letters, `cost_ms` that of all its inputs."""

    text: str
    score: float
    box: Box
    cost_ms: float = 0.0


def latin_classes(signs: Sequence[str]) -> list[int]:
    """Return the outputs that matter for Latin text: nothing, its letters and signs, the space."""
    named = [number for number, sign in enumerate(signs, 1) if all(map(_is_latin, sign))]
    return [0, *named, len(signs) + 1]


def _is_latin(letter: str) -> bool:
    return ord(letter) <= LAST_LATIN or letter in OTHER_SIGNS


class LineReader:
    """Reads lines. A line longer than the widest input is read as far as that goes (about 30 letters)."""

    def __init__(self, sessions: SessionFactory, *, signs: Sequence[str], classes: Sequence[int]) -> None:
        """`classes`: the outputs of the network that are computed. `signs`: what each of these stands for."""
        self._sessions = sessions
        self._signs = signs
        self._prepare: Prepare = lambda model: with_classes(model, classes)

    def read(self, rgb: np.ndarray, boxes: Sequence[Box], *, again_ms: float = inf) -> list[ReadText]:
        """Return what the boxes say, one after another: lines in two scripts must not share an input.

        `again_ms`: lines are read again by words until this much was spent on that.
        """
        lines = []
        for box in boxes:
            line = self._line(rgb, box)
            again = self._again_by_words(rgb, line) if again_ms > 0 else line
            again_ms -= again.cost_ms - line.cost_ms
            lines.append(again)
        return lines

    def _again_by_words(self, rgb: np.ndarray, line: ReadText) -> ReadText:
        """Return a line with too few letters for its length read word by word: Cyrillic beside Latin hides both.

        Of a line without any letter only the first word is read again: titles begin with the program's name.
        """
        left, top, right, bottom = line.box
        letters = sum(letter.isascii() and letter.isalpha() for letter in line.text)
        parts = word_boxes(rgb, line.box) if letters < (right - left) / (bottom - top) else []
        if len(parts) < 2:
            return line
        words = [self._line(rgb, box) for box in parts[: MOST_WORDS if letters else 1]]
        sure = [word for word in words if word.text.strip()]
        spent = line.cost_ms + sum(word.cost_ms for word in words)
        return ReadText(" ".join(w.text for w in sure), max((w.score for w in sure), default=0.0), line.box, spent)

    def _line(self, rgb: np.ndarray, box: Box) -> ReadText:
        line = scaled(_cut_out(rgb, box))
        width = _padded(line.shape[2])
        tensor = np.zeros((1, 3, HEIGHT, width), dtype=np.float32)
        tensor[0, :, :, : line.shape[2]] = line
        output = self._sessions.session("text_lines", shape=(1, 3, HEIGHT, -1), prepare=self._prepare).run(tensor)
        steps = next(iter(output.values()))[0]
        best = steps.argmax(axis=1)
        new = (best != np.concatenate([[-1], best[:-1]])) & (best > 0)
        text = "".join(self._signs[i] for i in best[new])
        return ReadText(text, float(steps.max(axis=1)[new].mean()) if new.any() else 0.0, box, cost(box))


def word_boxes(rgb: np.ndarray, box: Box) -> list[Box]:
    """Return the parts of a line between gaps that are a fifth of its height wide."""
    left, top, right, bottom = box
    part = rgb[top:bottom, left:right].astype(np.int16).sum(axis=2)
    inked = np.flatnonzero(part.max(axis=0) - part.min(axis=0) > INK)
    if not inked.size:
        return []
    breaks = np.flatnonzero(np.diff(inked) > WORD_GAP * (bottom - top))
    starts, ends = inked[np.concatenate([[0], breaks + 1])], inked[np.concatenate([breaks, [-1]])]
    pairs = zip(starts.tolist(), ends.tolist(), strict=True)
    return [(max(left, left + a - 3), top, min(right, left + b + 4), bottom) for a, b in pairs]


def cost(box: Box) -> float:
    """Return the milliseconds that reading a box takes on one core."""
    return _padded(_width(box)) * MS_PER_PIXEL


def _padded(width: int) -> int:
    return -(-width // WIDTH_STEP) * WIDTH_STEP


def read_signs(path: Path) -> list[str]:
    """Return the signs that the network file lists in its notes, in the order of its outputs."""
    for number, value in fields(path.read_bytes()):
        note = dict(fields(value)) if number == MODEL_METADATA else {}
        if note.get(KEY) == b"character":
            return note[VALUE].decode("utf-8").split("\n")
    return []


def _width(box: Box) -> int:
    left, top, right, bottom = box
    return min(WIDTH, max(1, round(HEIGHT * (right - left) / max(1, bottom - top))))


def _cut_out(rgb: np.ndarray, box: Box) -> np.ndarray:
    """Return a box at the height of the input, cut off where the widest one ends."""
    left, top, right, bottom = box
    right = min(right, left + -(-WIDTH * (bottom - top) // HEIGHT))
    image = Image.fromarray(np.ascontiguousarray(rgb[top:bottom, left:right]))
    return np.asarray(image.resize((_width(box), HEIGHT), Image.Resampling.BILINEAR))
