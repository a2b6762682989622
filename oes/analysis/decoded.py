"""One picture of a recording, as its decoder gave it."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

FULL_RANGE = 2  # FFmpeg's AVCOL_RANGE_JPEG: brightness from 0 to 255


@dataclass(frozen=True, eq=False)
class Picture:
    """One frame: seconds from the start of the file, and its pixels: RGB (uint8, height x width x 3) or as decoded.

    `luma`: the decoder's own brightness plane (uint8, height x width, 16 to 235), where it is of that kind. It is no
    copy: who keeps it keeps the frame.
    """

    at_seconds: float
    pixels: np.ndarray | VideoFrame
    luma: np.ndarray | None = None
    convert: VideoReformatter = field(default_factory=VideoReformatter)
    """One for many frames: it sets up its tables once, 0.7 ms, and then takes 0.15."""

    @cached_property
    def rgb(self) -> np.ndarray:
        """RGB, uint8, height x width x 3. What was decoded is converted when somebody asks, once."""
        if isinstance(self.pixels, np.ndarray):
            return self.pixels
        return converted(self.pixels, self.convert)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels; converts nothing."""
        if isinstance(self.pixels, np.ndarray):
            return self.pixels.shape[0], self.pixels.shape[1]
        return self.pixels.height, self.pixels.width

    @property
    def height(self) -> int:
        return self.shape[0]

    @property
    def width(self) -> int:
        return self.shape[1]


def converted(frame: VideoFrame, convert: VideoReformatter) -> np.ndarray:
    """Return the colours of a frame: RGB, uint8, height x width x 3."""
    return convert.reformat(frame, format="rgb24").to_ndarray()


def picture_of(at_seconds: float, frame: VideoFrame, convert: VideoReformatter) -> Picture:
    """Return a decoded frame as a picture, with its brightness if that is ready for use."""
    return Picture(at_seconds, frame, _luma(frame), convert)


def _luma(frame: VideoFrame) -> np.ndarray | None:
    if frame.format.name != "yuv420p" or frame.color_range == FULL_RANGE:
        return None
    plane = frame.planes[0]
    return np.frombuffer(plane, dtype=np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
