"""Self-contained WebM segments (VP8), as a browser's MediaRecorder writes them, cut from any video file."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer

from oes.analysis.media import WHOLE_RECORDING, sampled

KEY_FRAMES = 120
SOUND_RATE, SOUND_KBPS = 16_000, 24
SOUND_PACKET_MS = 60
"""As long as MediaRecorder's in Chromium."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment: its place in the clip in seconds, and its bytes."""

    start: float
    end: float
    body: bytes


def cut(path: Path, *, seconds: float = 8.0, frames_per_second: int = 10, kbps: int = 160) -> list[Piece]:
    """Return the clip as segments of `seconds`; the last one may be shorter, but not under a second."""
    pictures = (p.rgb for p in sampled(path, per_second=frames_per_second, limits=WHOLE_RECORDING))
    return list(pieces(pictures, seconds=seconds, frames_per_second=frames_per_second, kbps=kbps))


def pieces(pictures: Iterable[np.ndarray], *, seconds: float, frames_per_second: int, kbps: int) -> Iterator[Piece]:
    """Yield RGB pictures (height x width x 3, evenly spaced) as encoded segments."""
    size, batch, start = round(seconds * frames_per_second), [], 0
    for picture in pictures:
        batch.append(picture)
        if len(batch) == size:
            yield _piece(batch, start, frames_per_second, kbps)
            start, batch = start + size, []
    if len(batch) >= frames_per_second:
        yield _piece(batch, start, frames_per_second, kbps)


def _piece(batch: list[np.ndarray], start: int, rate: int, kbps: int) -> Piece:
    return Piece(start / rate, (start + len(batch)) / rate, encode(batch, frames_per_second=rate, kbps=kbps))


def encode(pictures: list[np.ndarray], *, frames_per_second: int, kbps: int, sound: np.ndarray | None = None) -> bytes:
    """Return the pictures as one WebM file with VP8; `sound` (16 kHz mono, float32) beside them as Opus."""
    out = io.BytesIO()
    height, width = pictures[0].shape[:2]
    with av.open(out, "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=frames_per_second)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = kbps * 1000
        stream.options = {"deadline": "realtime", "cpu-used": "8", "g": str(KEY_FRAMES)}
        stream.codec_context.thread_count = 1  # with more the encoder's threads wait for each other busily
        stream.time_base = Fraction(1, frames_per_second)
        heard = _sound_stream(container) if sound is not None else None
        for place, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = place
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if heard is not None and sound is not None:
            _add_sound(container, heard, sound)
    return out.getvalue()


def _sound_stream(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("libopus", rate=SOUND_RATE, options={"frame_duration": str(SOUND_PACKET_MS)})
    stream.layout, stream.bit_rate = "mono", SOUND_KBPS * 1000
    return stream


def _add_sound(container: OutputContainer, stream: AudioStream, sound: np.ndarray) -> None:
    frame = av.AudioFrame.from_ndarray(sound[np.newaxis].astype(np.float32), format="flt", layout="mono")
    frame.sample_rate, frame.pts = SOUND_RATE, 0
    container.mux(stream.encode(frame))
    container.mux(stream.encode())
