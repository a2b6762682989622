"""Which moments of a screen segment are worth a look, and their pictures.

A segment begins with a key frame, which is coarse: the encoder sharpens it with the frames that follow. It is enough to
tell whether the screen looks as it did. Reading wants the segment's last frame. The sizes of packets tell, before
anything is decoded, whether something large came up in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame

from oes.analysis.media import SEGMENT, Limits, Source, decoded_frames, opened, packets, start_seconds

CHANGE_BYTES = 10_000
"""At 64 kbit/s a frame that only sharpens the picture stays below 8000 bytes."""
SETTLE_SECONDS = 4.0
"""At 64 kbit/s a new picture takes so long until small text can be read."""
LOOK_SECONDS = 3.0
AT_LEAST_EVERY_SECONDS = 8.0
"""Files that were not made by the recorder may have hardly a key frame."""
SAME_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class PacketFacts:
    """One frame as it was sent, not decoded."""

    at_seconds: float
    size: int
    is_key: bool


@dataclass(frozen=True, slots=True, eq=False)
class ScreenFrame:
    """A decoded frame of the screen, its colours converted only if somebody asks."""

    at_seconds: float
    frame: VideoFrame

    def luma(self) -> np.ndarray:
        """Return brightness, uint8, height x width."""
        return self.frame.to_ndarray(format="gray")

    def rgb(self) -> np.ndarray:
        return self.frame.to_ndarray(format="rgb24")


def key_frames(source: Source, *, limits: Limits = SEGMENT) -> Iterator[ScreenFrame]:
    """Yield the key frames: the cheap look. Raises UnreadableMedia where none decodes."""
    for at, frame in decoded_frames(source, limits, only_keys=True):
        yield ScreenFrame(at, frame)


def frames_at(source: Source, moments: Sequence[float], *, limits: Limits = SEGMENT) -> Iterator[ScreenFrame]:
    """Yield the frame that stands at each of these moments, in order, each once. Decodes up to the last one."""
    left, last = list(moments), None
    for at, frame in decoded_frames(source, limits):
        if last and at > left[0] + SAME_SECONDS:
            yield last
            left = [moment for moment in left if moment > at - SAME_SECONDS]
            if not left:
                return
        last = ScreenFrame(at, frame)
    if last and left:
        yield last


def packet_facts(source: Source, *, limits: Limits = SEGMENT) -> list[PacketFacts]:
    """Return what was sent of the picture. Reads all packets, decodes none."""
    with opened(source, limits=limits) as (container, _):
        start, stream = start_seconds(container), container.streams.video[0]
        return [
            PacketFacts(float(packet.pts * packet.time_base) - start, packet.size, packet.is_keyframe)
            for packet in packets(container, limits=limits)
            if packet.stream is stream and packet.pts is not None and packet.time_base is not None
        ]


def look_moments(sent: Sequence[PacketFacts]) -> list[float]:
    """Return the moments to look at: key frames and large changes once they are sharp, some between, and the end."""
    end = max((p.at_seconds for p in sent), default=0.0)
    wanted = [p.at_seconds + SETTLE_SECONDS for p in sent if p.is_key or is_large(p)]
    wanted += [number * AT_LEAST_EVERY_SECONDS for number in range(1, int(end / AT_LEAST_EVERY_SECONDS) + 1)]
    moments = [end]
    for moment in sorted(wanted, reverse=True):
        if moments[-1] - moment >= LOOK_SECONDS:
            moments.append(moment)
    return moments[::-1]


def is_large(packet: PacketFacts) -> bool:
    return not packet.is_key and packet.size >= CHANGE_BYTES
