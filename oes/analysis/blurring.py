"""Clips and pictures in which nobody can be recognised: what is thrown away here no later step can bring back.

A frame is first averaged down to a few dozen pixels, which loses the face for good, then softened and enlarged, so that
people see movement and not blocks. Sound is never taken along.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from av.container import OutputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream
from PIL import Image, ImageFilter, UnidentifiedImageError
from PIL.Image import Resampling

from oes.analysis.facts import UnreadableMedia
from oes.analysis.media import SEGMENT, created, decoded_frames
from oes.domain.spans import Span

LEFT_ROWS = {"camera": 16, "screen": 64}
"""So many rows of pixels are left of a frame. A face that fills a third of a camera's has 5 of them; the recorder's own
small picture of the camera on a screen has few more."""
SOFT_RADIUS = 1.4
"""Of the Gauss that goes over what is left, in its pixels. Together they leave a face recogniser that tells 0.998 of
pairs apart (area under the curve) with 0.57: 300 pairs of portraits in which the face fills half of the height."""
SHOWN_ROWS = 360
WIDEST = 2.5
FRAMES_PER_SECOND = 8
MOST_SECONDS = 60.0
KBPS = 250
MILLISECOND = Fraction(1, 1000)
OPTIONS = {"deadline": "realtime", "cpu-used": "8", "g": "80"}
PICTURE_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 3840 * 2160
QUALITY = 70


def blurred_clip(bodies: Sequence[bytes], *, starts: Sequence[float], span: Span, track: str) -> bytes:
    """Return the seconds of a span as WebM (VP8, no sound), out of self-contained segments.

    `starts`: where each begins on the clock of the span; `track`: camera or screen. Raises UnreadableMedia where not
    one frame lies in the span.
    """
    out = io.BytesIO()
    try:
        with created(out, container="webm") as container:
            shown = _encode(container, _spaced(bodies, starts, span), LEFT_ROWS[track])
    except (FFmpegError, ValueError) as error:
        raise UnreadableMedia(f"the clip cannot be made: {error}") from error
    if not shown:
        raise UnreadableMedia("nothing was recorded there")
    return out.getvalue()


def blurred_picture(body: bytes, *, track: str) -> bytes:
    """Return a picture as JPEG in which nobody can be recognised. Raises UnreadableMedia."""
    if len(body) > PICTURE_BYTES:
        raise UnreadableMedia("the picture is too large")
    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableMedia("the picture is too large")
            rgb = image.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableMedia("no picture that can be read") from error
    left = rgb.resize(_size(rgb.width, rgb.height, LEFT_ROWS[track]), Resampling.BOX)
    out = io.BytesIO()
    _softened(left, _size(rgb.width, rgb.height, SHOWN_ROWS)).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _spaced(bodies: Sequence[bytes], starts: Sequence[float], span: Span) -> Iterator[tuple[float, VideoFrame]]:
    """Yield frames of the span with seconds from its start, at most FRAMES_PER_SECOND, in order of time."""
    next_at, end = 0.0, min(span.seconds, MOST_SECONDS)
    for start, body in sorted(zip(starts, bodies, strict=True), key=lambda pair: pair[0]):
        for at, frame in _readable(body):
            place = start + at - span.start
            if next_at - 1e-6 <= place < end:
                yield place, frame
                next_at = place + 1 / FRAMES_PER_SECOND


def _readable(body: bytes) -> Iterator[tuple[float, VideoFrame]]:
    """Yield the frames of a segment; one that cannot be read shows nothing, and keeps no other back."""
    try:
        yield from decoded_frames(body, SEGMENT)
    except UnreadableMedia:
        return


def _encode(container: OutputContainer, frames: Iterable[tuple[float, VideoFrame]], rows: int) -> bool:
    """Write the frames; return whether there were any."""
    stream: VideoStream | None = None
    smaller, fitting = VideoReformatter(), VideoReformatter()
    for at, frame in frames:
        if stream is None:
            stream = container.add_stream("libvpx", rate=FRAMES_PER_SECOND, options=OPTIONS)
            stream.width, stream.height = _size(frame.width, frame.height, SHOWN_ROWS)
            stream.pix_fmt, stream.bit_rate, stream.codec_context.thread_count = "yuv420p", KBPS * 1000, 1
            stream.codec_context.time_base = MILLISECOND
        width, height = _size(frame.width, frame.height, rows)
        left = smaller.reformat(frame, width=width, height=height, format="rgb24", interpolation=Interpolation.AREA)
        shown = VideoFrame.from_image(_softened(left.to_image(), (stream.width, stream.height)))
        shown = fitting.reformat(shown, format="yuv420p", dst_color_range="MPEG")
        shown.pts, shown.time_base, shown.pict_type = round(at * 1000), MILLISECOND, 0
        container.mux(stream.encode(shown))
    if stream is None:
        return False
    container.mux(stream.encode())
    return True


def _softened(left: Image.Image, size: tuple[int, int]) -> Image.Image:
    return left.filter(ImageFilter.GaussianBlur(SOFT_RADIUS)).resize(size, Resampling.BICUBIC)


def _size(width: int, height: int, rows: int) -> tuple[int, int]:
    """Return an even width and the rows, in the shape of the picture; what is oddly wide or narrow is squeezed."""
    shape = min(WIDEST, max(1 / WIDEST, width / max(1, height)))
    return max(2, round(rows * shape / 2) * 2), rows
