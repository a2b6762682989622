"""Recordings to frames with PyAV. The only caller of `av.open`.

Everything here comes from a stranger's browser. The container is known from the first bytes and forced (FFmpeg would
otherwise follow playlists into other files), FFmpeg gets an open file and never a name (so no protocol of its own),
decoders are from a short list, and bytes, pixels, frames and seconds have limits.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
from av.container import InputContainer, OutputContainer
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from oes.analysis.decoded import Picture, picture_of
from oes.analysis.facts import MediaFacts, UnreadableMedia
from oes.analysis.tracks import NEVER_DECODED, SEGMENT, WHOLE_RECORDING, Limits, Track, frames_of
from oes.lib.containers import sniff

Source = bytes | Path | BinaryIO | Callable[[], BinaryIO]
"""Bytes, a file, an open file that stays open, or what opens one."""
VIDEO_CODECS = frozenset({"vp8", "vp9", "av1", "libdav1d", "h264", "hevc"})
STILLS_CODECS = frozenset({"mjpeg"})
AUDIO_CODECS = frozenset({"opus", "vorbis", "aac"})
SNIFF_BYTES = 64
DEMUXERS = {"webm": "matroska", "mp4": "mp4", "mov": "mov"}
STILL_SECONDS = 2.0
"""A picture that comes once a second shows at most so much of the time after it."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A recording that was read once: its facts, and its tracks to be decoded. It needs the file no more."""

    facts: MediaFacts
    picture: Track
    sound: Track | None


@contextmanager
def opened(source: Source, *, limits: Limits = SEGMENT) -> Iterator[tuple[InputContainer, str]]:
    """Open a recording and yield (container, "webm", "mp4" or "mov"). Raises UnreadableMedia."""
    file, ours = _file(source)
    try:
        name = _container_name(file, limits)
        try:
            container = av.open(file, mode="r", format=DEMUXERS[name], options={"max_pixels": str(limits.pixels)})
        except NEVER_DECODED as error:
            raise UnreadableMedia(f"the {name} file cannot be opened: {error}") from error
        with container:
            _check_streams(container, name, limits)
            yield container, name
    finally:
        if ours:
            file.close()


def created(target: Path | BinaryIO, *, container: str, options: dict[str, str] | None = None) -> OutputContainer:
    """Open a file for writing."""
    return av.open(str(target) if isinstance(target, Path) else target, "w", format=container, options=options or {})


def probe(source: Source, *, limits: Limits = SEGMENT) -> MediaFacts:
    """Return size, codecs and how long the picture lasts: sound alone shows nothing. Decodes no packet."""
    with opened(source, limits=limits) as (container, name):
        return _facts(container, name, packets(container, limits=limits))


def read_once(source: Source, *, limits: Limits = SEGMENT) -> Kept:
    """Return the facts, as `probe` does, and all packets in memory: for files as small as a segment.

    Raises UnreadableMedia, also where an index names the same bytes so often that the packets are more than a file
    may hold.
    """
    with opened(source, limits=limits) as (container, name):
        read, size = [], 0
        for packet in packets(container, limits=limits):
            read.append(packet)
            size += packet.size
            if size > limits.bytes:
                raise UnreadableMedia(f"packets of more than {limits.bytes} bytes")
        start, streams = start_seconds(container), _streams(container)
        own = [[packet for packet in read if packet.stream_index == stream.index] for stream in streams]
        tracks = [Track(stream.codec_context, of, start) for stream, of in zip(streams, own, strict=True)]
        return Kept(_facts(container, name, read), tracks[0], tracks[1] if tracks[1:] else None)


def _facts(container: InputContainer, name: str, read: Iterable["av.Packet[Stream]"]) -> MediaFacts:
    video, *audio = _streams(container)
    index, end, still = video.index, 0, 0.0
    for packet in read:
        if packet.stream_index == index and packet.pts is not None:
            lasts = packet.duration or 0
            end = max(end, packet.pts + lasts)
            still += min(STILL_SECONDS, float(lasts * packet.time_base)) if name == "mov" else 0.0
    seconds = max(0.0, end * float(video.time_base or 0) - start_seconds(container))
    seconds = min(seconds, still) if name == "mov" else seconds
    audio_codec = audio[0].codec_context.name if audio else None
    return MediaFacts(name, video.codec_context.name, audio_codec, video.width, video.height, seconds)


def sampled(
    source: Source | Track, *, per_second: float = 1.0, limits: Limits = SEGMENT, until_seconds: float = float("inf")
) -> Iterator[Picture]:
    """Yield pictures spaced `1 / per_second`, the first one at once. What does not decode is left out.

    Nothing is decoded after the last picture that lies half a step before `until_seconds`, the known end. Raises
    UnreadableMedia where not one picture decodes, or a limit is passed.
    """
    step = 1.0 / per_second
    next_at = float("-inf")
    convert = VideoReformatter()
    for at, frame in frames_of(source, limits) if isinstance(source, Track) else decoded_frames(source, limits):
        if at + 1e-6 >= next_at:
            next_at = (at if next_at == float("-inf") else next_at) + step
            next_at = max(next_at, at + step / 2)
            yield picture_of(at, frame, convert)
            if next_at + step / 2 >= until_seconds:
                return


def first_picture(source: Source, *, limits: Limits = SEGMENT) -> Picture:
    """Return the first key frame only: the cheap look at a screen segment."""
    for at, frame in decoded_frames(source, limits, only_keys=True):
        return Picture(at, frame)
    raise UnreadableMedia("no key frame can be decoded")


def one_frame(source: Source, *, at_seconds: float, limits: Limits = WHOLE_RECORDING) -> Picture:
    """Return the last frame at or before `at_seconds`, or the first one after where there is none.

    Seconds here are those that a player shows for the file: a joined file keeps the attempt's clock.
    """
    last: tuple[float, VideoFrame] | None = None
    for at, frame in decoded_frames(source, limits, from_seconds=at_seconds):
        if at > at_seconds + 1e-6 and last:
            break
        last = (at, frame)
        if at > at_seconds:
            break
    if last is None:
        raise UnreadableMedia("no picture can be decoded there")
    return Picture(*last)


def packets(container: InputContainer, *, limits: Limits, only: Stream | None = None) -> Iterator["av.Packet[Stream]"]:
    """Yield the packets of video and sound, or of one stream, until the file ends or breaks off."""
    count = 0
    demuxer = container.demux(only or _streams(container))
    while True:
        try:
            packet = next(demuxer, None)
        except NEVER_DECODED:
            return  # broken off: what came before still counts
        if packet is None:
            return
        count += 1
        if count > limits.frames:
            raise UnreadableMedia(f"more than {limits.frames} frames")
        if packet.size:
            yield packet


def start_seconds(container: InputContainer) -> float:
    """Return where the clock of the file begins."""
    return (container.start_time or 0) / av.time_base


def decoded_frames(
    source: Source, limits: Limits, *, only_keys: bool = False, from_seconds: float | None = None
) -> Iterator[tuple[float, VideoFrame]]:
    """Yield (seconds, frame) of all frames that decode. Raises UnreadableMedia where not one does."""
    with opened(source, limits=limits) as (container, _):
        stream = container.streams.video[0]
        if only_keys:
            stream.codec_context.skip_frame = "NONKEY"
        start = start_seconds(container) if from_seconds is None else 0.0
        if from_seconds is not None:
            _seek(container, from_seconds)
        yield from frames_of(Track(stream.codec_context, packets(container, limits=limits, only=stream), start), limits)


def _streams(container: InputContainer) -> list[Stream]:
    """Return the first stream of pictures and, if there is one, of sound."""
    return [*container.streams.video[:1], *container.streams.audio[:1]]


def _seek(container: InputContainer, seconds: float) -> None:
    for place in (int(max(0.0, seconds) * av.time_base), 0):  # no index: decode from the start
        try:
            container.seek(place, backward=True)
        except NEVER_DECODED:
            continue  # nothing has been read yet: a broken file stands at its start anyway
        return


def _file(source: Source) -> tuple[BinaryIO, bool]:
    """Return an open file and whether it is ours to close."""
    if isinstance(source, bytes):
        return io.BytesIO(source), True
    if isinstance(source, Path):
        try:
            return source.open("rb"), True
        except OSError as error:
            raise UnreadableMedia(f"the file cannot be opened: {error.strerror}") from error
    return (source(), True) if callable(source) else (source, False)


def _container_name(file: BinaryIO, limits: Limits) -> str:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    name = sniff(file.read(SNIFF_BYTES))
    file.seek(0)
    if size > limits.bytes:
        raise UnreadableMedia(f"{size} bytes are more than {limits.bytes}")
    if name is None:
        raise UnreadableMedia("neither WebM nor MP4 nor pictures by its first bytes")
    return name


def _check_streams(container: InputContainer, name: str, limits: Limits) -> None:
    if not container.streams.video:
        raise UnreadableMedia("no video stream")
    video = container.streams.video[0]
    if _codec(video) not in (STILLS_CODECS if name == "mov" else VIDEO_CODECS):
        raise UnreadableMedia(f"video codec {_codec(video)} is not read")
    if video.width * video.height > limits.pixels:
        raise UnreadableMedia(f"{video.width}x{video.height} is larger than allowed")
    for audio in container.streams.audio[:1]:
        if _codec(audio) not in AUDIO_CODECS:
            raise UnreadableMedia(f"audio codec {_codec(audio)} is not read")
    if container.duration and container.duration / av.time_base > limits.seconds:
        raise UnreadableMedia(f"longer than {limits.seconds:.0f} s by its header")


def _codec(stream: Stream) -> str:
    """Return the name of a stream's codec; FFmpeg gives none to a stream that it does not know."""
    return stream.codec_context.name if stream.codec_context else "unknown"
