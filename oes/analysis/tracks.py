"""The packets of one stream to frames. What a stranger's file may be, and what of it is left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from av.audio.codeccontext import AudioCodecContext
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from oes.analysis.facts import UnreadableMedia

NEVER_DECODED = (ValueError, FFmpegError, OSError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may be before it is refused; `frames` counts packets of all streams. An index may name one large
    picture thousands of times: `decoded_pixels` are those of all frames, 45 s at 30 a second of 1080p."""

    bytes: int = 64 * 1024 * 1024
    pixels: int = 3840 * 2160
    seconds: float = 120.0
    frames: int = 20_000
    decoded_pixels: float = 3e9


SEGMENT = Limits()
WHOLE_RECORDING = Limits(bytes=8 * 1024**3, seconds=8 * 3600.0, frames=4_000_000, decoded_pixels=float("inf"))


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The packets of one stream, to be decoded once. `start`: where the clock of the file begins, in seconds.

    Neither packets nor decoder need the file once they are there.
    """

    decoder: VideoCodecContext | AudioCodecContext
    packets: Iterable[Packet]
    start: float


def frames_of(track: Track, limits: Limits) -> Iterator[tuple[float, VideoFrame]]:
    """Yield (seconds, frame) of all frames that decode. Raises UnreadableMedia where not one does."""
    found, pixels, base = False, 0, None
    track.decoder.thread_count = 1
    track.decoder.options = {"max_pixels": str(limits.pixels)}  # small files may hold giants
    for packet in track.packets:
        base = packet.time_base or base
        for at, frame in _decoded(track, packet, base, limits):
            found = True
            pixels += frame.width * frame.height
            yield at, frame
        if pixels > limits.decoded_pixels:
            raise UnreadableMedia("too many large pictures")
    for at, frame in _decoded(track, None, base, limits):
        found = True
        yield at, frame
    if not found:
        raise UnreadableMedia("no picture can be decoded")


def _decoded(
    track: Track, packet: Packet | None, base: Fraction | None, limits: Limits
) -> list[tuple[float, VideoFrame]]:
    """Return the frames of a packet; with None those that the decoder still holds.

    `base`: the packets' unit of time. PyAV names none for frames that were held back.
    """
    try:
        frames = track.decoder.decode(packet)
    except NEVER_DECODED:
        return []
    timed = [(frame, frame.time_base or base) for frame in frames if frame.pts is not None]
    return [_checked(frame, float(frame.pts * unit) - track.start, limits) for frame, unit in timed if unit]


def _checked(frame: VideoFrame, at: float, limits: Limits) -> tuple[float, VideoFrame]:
    if frame.width * frame.height > limits.pixels:
        raise UnreadableMedia(f"{frame.width}x{frame.height} is larger than allowed")
    if at > limits.seconds:
        raise UnreadableMedia(f"longer than {limits.seconds:.0f} s")
    return at, frame
