"""Clips and faces drawn by code, and sessions that answer what a test wants."""

import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = REPOSITORY.parent / "shared" / "data"
SIZE = (160, 120)


@cache
def drawn_clip(
    *,
    seconds: float = 2.0,
    fps: int = 10,
    sound: bool | float = False,
    codec: str = "libvpx",
    container: str = "webm",
    shade: int = 40,
    first_frame: int = 0,
) -> bytes:
    """Return a clip with a white square that walks right by 2 pixels a frame. `sound`: whether, or for how long.

    Encoding is most of what its tests take: the same clip is the same bytes.
    """
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        video = out.add_stream(codec, rate=fps)
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        audio = out.add_stream("libopus", rate=48000) if sound else None
        for number in range(round(seconds * fps)):
            frame = av.VideoFrame.from_ndarray(_picture(number + first_frame, shade), format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode())
        if audio:
            _draw_sound(out, audio, seconds if sound is True else float(sound))
    return file.getvalue()


def segments_of(
    pictures: Sequence[np.ndarray], *, fps: int, kbps: int, seconds: float = 8.0
) -> Iterator[tuple[float, bytes]]:
    """Yield the start and the bytes of WebM segments of RGB pictures: VP8 in real time, as a browser records."""
    size = round(seconds * fps)
    for first in range(0, len(pictures), size):
        file = io.BytesIO()
        with av.open(file, "w", format="webm") as out:
            video = out.add_stream("libvpx", rate=fps, options={"deadline": "realtime", "cpu-used": "8", "g": "120"})
            video.height, video.width = pictures[first].shape[:2]
            video.pix_fmt, video.bit_rate, video.codec_context.thread_count = "yuv420p", kbps * 1000, 1
            for number, rgb in enumerate(pictures[first : first + size]):
                frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
                frame.pts = number
                out.mux(video.encode(frame))
            out.mux(video.encode())
        yield first / fps, file.getvalue()


def drawn_stills(pictures: Sequence[np.ndarray], *, ms: Sequence[int] = (), quality: int = 40) -> bytes:
    """Return pictures in place of video: JPEGs in a QuickTime file, each shown for a second, or for its `ms`."""
    file, at = io.BytesIO(), 0
    with av.open(file, "w", format="mov") as out:
        stream = out.add_stream("mjpeg", rate=1)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuvj420p"
        for rgb, length in zip(pictures, ms or [1000] * len(pictures), strict=True):
            packet = av.Packet(_jpeg(rgb, quality))
            packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, 1000), True
            packet.pts, packet.dts, packet.duration = at, at, length
            at += length
            out.mux(packet)
    return file.getvalue()


def _jpeg(rgb: np.ndarray, quality: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "JPEG", quality=quality)
    return file.getvalue()


def _picture(number: int, shade: int) -> np.ndarray:
    picture = np.full((SIZE[1], SIZE[0], 3), shade, dtype=np.uint8)
    picture[40:80, 2 * number : 2 * number + 30] = 255
    return picture


def _draw_sound(out: av.container.OutputContainer, audio: av.AudioStream, seconds: float) -> None:
    wave = (np.sin(np.arange(960) / 10) * 8000).astype(np.int16)[np.newaxis]
    for number in range(round(seconds * 50)):
        frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48000, number * 960
        out.mux(audio.encode(frame))
    out.mux(audio.encode())


class FakeSession:
    """Answers the same outputs always and keeps the tensors it was given."""

    def __init__(self, outputs: Mapping[str, np.ndarray]) -> None:
        self.outputs = outputs
        self.tensors: list[np.ndarray] = []

    def run(self, tensor: np.ndarray) -> Mapping[str, np.ndarray]:
        self.tensors.append(tensor)
        return self.outputs

    def run_many(self, tensors: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return self.run(tensors["input"])


class FakeSessions:
    """Gives one fake session per network, whatever the shape."""

    def __init__(self, **sessions: FakeSession) -> None:
        self.sessions = sessions

    def session(self, key: str, *, shape: tuple[int, ...], prepare: object = None) -> FakeSession:
        return self.sessions[key]
