"""Pictures in place of video, made playable: browsers play no Motion JPEG. A cache, never evidence."""

import io
from collections.abc import Iterator
from fractions import Fraction

from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from oes.analysis.media import STILL_SECONDS, Limits, UnreadableMedia, created, decoded_frames, probe

STILLS = Limits(bytes=8 * 1024 * 1024, pixels=1280 * 720, seconds=60.0, frames=150)
"""What a segment of pictures may be; the recorder's have a 12th of these pixels and a picture a second."""
FRAMES_PER_SECOND = 4
"""A picture is repeated so often while it is shown: players then know until when. Repeated ones cost a few bytes."""
KBPS = 400
MILLISECOND = Fraction(1, 1000)
OPTIONS = {"deadline": "realtime", "cpu-used": "8", "g": "120"}


def as_webm(body: bytes) -> bytes:
    """Return a file of pictures as VP8 with the same times. Costs about 4 ms a second. Raises UnreadableMedia."""
    out = io.BytesIO()
    try:
        with created(out, container="webm") as container:
            _encode(container, body)
    except (FFmpegError, ValueError) as error:
        raise UnreadableMedia(f"the pictures cannot be made playable: {error}") from error
    return out.getvalue()


def _encode(container: OutputContainer, body: bytes) -> None:
    stream: VideoStream | None = None
    for at, frame in _repeated(body):
        if stream is None:
            stream = container.add_stream("libvpx", rate=FRAMES_PER_SECOND, options=OPTIONS)
            stream.width, stream.height, stream.pix_fmt = frame.width // 2 * 2, frame.height // 2 * 2, "yuv420p"
            stream.bit_rate, stream.codec_context.thread_count = KBPS * 1000, 1
            stream.codec_context.time_base = MILLISECOND
        same = frame.reformat(width=stream.width, height=stream.height, format="yuv420p", dst_color_range="MPEG")
        same.pts, same.time_base, same.pict_type = round(at * 1000), MILLISECOND, 0
        container.mux(stream.encode(same))
    if stream is not None:
        container.mux(stream.encode())


def _repeated(body: bytes) -> Iterator[tuple[float, VideoFrame]]:
    """Yield each picture several times, from its own moment up to the next one's or the end of the file."""
    end = probe(body, limits=STILLS).seconds
    shown: tuple[float, VideoFrame] | None = None
    for at, frame in decoded_frames(body, STILLS):
        if shown:
            yield from _holding(*shown, until=at)
        shown = (at, frame)
    if shown:
        yield from _holding(*shown, until=max(end, shown[0] + 1 / FRAMES_PER_SECOND))


def _holding(at: float, frame: VideoFrame, *, until: float) -> Iterator[tuple[float, VideoFrame]]:
    for number in range(max(1, round((min(until, at + STILL_SECONDS) - at) * FRAMES_PER_SECOND))):
        yield at + number / FRAMES_PER_SECOND, frame
