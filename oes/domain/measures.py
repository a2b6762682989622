"""What one sampled camera frame measured. Numbers only: thresholds belong to the policy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """One face box. All lengths are shares (0..1) of the frame's width or height, so size does not matter.

    `score` is the detector's confidence 0..1; `presence` that of the landmarks fitted to it, or None where
    nobody looked. The back of a head can score 0.8 but has a presence near 0; so has a full profile.
    """

    x: float
    y: float
    width: float
    height: float
    score: float
    presence: float | None = None

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Thing:
    """One object box: `kind` is person, phone, book or laptop; lengths are shares of the frame, `score` 0..1."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    score: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Borders:
    """The strongest straight upright line on either side of the main face, up to a face width away.

    Strengths 0..1 (1: an unbroken border); distances from the middle of the face in face widths.
    """

    left: float
    right: float
    left_distance: float
    right_distance: float


@dataclass(frozen=True, slots=True)
class FrameMeasures:
    """Measures of one frame at `at_seconds` (in the segment, or on the attempt's clock once placed).

    `faces`: the main one first, which is the largest of those that are clearly found; then by size.
    `brightness`: mean luma 0..255. `contrast`: standard deviation of luma. `detail`: mean absolute luma
    difference of neighbouring pixels in a picture 160 wide. `motion`: mean absolute luma difference to the
    sampled frame before (None for the first).
    `presence`: mesh confidence 0..1 of the main face; `yaw`, `pitch`, `roll`: its pose in degrees
    (yaw positive to the picture's right, pitch positive down). `embedding`: 128 numbers of unit length of
    the main face, or None where it was not computed; `other_embeddings`: those of further faces.
    `similarity`: the best cosine of any of these faces to any approved reference, or None where not
    compared. `things`: what the object detector found, or None where it did not look. `fingerprint`: mean
    luma of 12 x 16 blocks of the picture, one byte each, or None where none was taken.
    `borders`: straight lines beside the main face, or None where nobody looked or there was no room.
    """

    at_seconds: float
    faces: tuple[Face, ...] = ()
    brightness: float = 128.0
    contrast: float = 50.0
    detail: float = 5.0
    motion: float | None = None
    presence: float | None = None
    yaw: float | None = None
    pitch: float | None = None
    roll: float | None = None
    similarity: float | None = None
    embedding: tuple[float, ...] | None = None
    other_embeddings: tuple[tuple[float, ...], ...] = ()
    things: tuple[Thing, ...] | None = None
    fingerprint: bytes | None = None
    borders: Borders | None = None


@dataclass(frozen=True, slots=True)
class SoundMeasures:
    """Sound from `at_seconds` on, in steps of `step_seconds`.

    `speech`: the highest probability 0..1 of speech in each step. `level`: its loudness in dB of full scale.
    """

    at_seconds: float
    step_seconds: float
    speech: tuple[float, ...] = ()
    level: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenMeasures:
    """One looked-at moment of the screen track. No text of the screen is kept, only what a list asked for.

    `brightness`, `contrast`: mean and deviation of luma (0..255). `changed`: mean absolute luma difference
    to the looked-at moment before (None for the first). `words`: keys of list entries that were read on it, or None
    where nobody read, since nothing much had changed. `places`: where each of these stands (left, top, width, height
    as shares). `width`, `height`: pixels of the shared surface. `held_seconds`: how long the moment stands for the
    screen, up to the next one or the end of its segment.
    """

    at_seconds: float
    brightness: float
    contrast: float
    width: int
    height: int
    changed: float | None = None
    words: tuple[str, ...] | None = None
    places: tuple[tuple[float, float, float, float], ...] = ()
    held_seconds: float = 1.0
