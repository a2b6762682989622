"""What analysis finds out about recordings and photos, as plain values: no library that decodes is imported here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from oes.domain.challenge import Look
from oes.domain.measures import FrameMeasures, ScreenMeasures, SoundMeasures
from oes.domain.screen_words import FoundWord

STEP_SECONDS = 1.0
"""Of a camera so many seconds lie between two measured frames."""
ROWS, COLUMNS = 36, 64
"""A screen is remembered as a coarse picture of so many cells."""


class UnreadableMedia(Exception):
    """The bytes are no recording that we read. The message is a reason for the journal."""


class BrokeReader(Exception):
    """Reading the bytes failed in no way that we know, or ended the process that did it. It counts as a try."""


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """`seconds` is measured on the packets of the picture, not read from the header (MediaRecorder writes none); of
    pictures in place of video (`mov`) each counts for two seconds at most."""

    container: str
    video_codec: str
    audio_codec: str | None
    width: int
    height: int
    seconds: float


@dataclass(frozen=True, slots=True)
class CameraMeasures:
    """What a segment shows, on its own clock; `sound` is None where nobody listened or nothing was heard."""

    facts: MediaFacts
    frames: list[FrameMeasures]
    sound: SoundMeasures | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a screen since it was last read, at `at_seconds` of the attempt's clock.

    `grid`: the cells' mean luma (a byte each, row by row) when it was read. `credit`: milliseconds of reading saved
    up, below 0 after a large one.
    """

    at_seconds: float
    credit: float
    grid: bytes
    words: tuple[FoundWord, ...] = ()

    def __post_init__(self) -> None:
        if len(self.grid) != ROWS * COLUMNS:
            raise ValueError("the grid has another size")


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """What a screen segment shows; `reading` only where it was read."""

    looks: list[ScreenMeasures]
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Compared:
    """The embedding of the main face at a moment of the attempt's clock."""

    at_seconds: float
    embedding: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ChallengeSeen:
    """The face of each frame in a challenge's window as numbers, and some of them as embeddings."""

    looks: list[Look]
    compared: list[Compared]


class PhotoReason(StrEnum):
    """Why a photo cannot serve (the first three), or serves badly."""

    UNREADABLE = "unreadable"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    SMALL_FACE = "small_face"
    TURNED = "turned"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """`embedding` is None where the photo cannot serve; `faces` counts what was found."""

    embedding: tuple[float, ...] | None
    faces: int
    reasons: tuple[PhotoReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A segment that is opened to be joined, and where it begins on the attempt's clock."""

    source: Callable[[], BinaryIO]
    start_seconds: float


@dataclass(frozen=True, slots=True)
class Joined:
    """One file that was written. Its own clock is the attempt's clock: gaps stay gaps.

    `skipped` are the start seconds of segments that could not be read.
    """

    path: Path
    start_seconds: float
    end_seconds: float
    skipped: tuple[float, ...] = ()
