"""Join self-contained segments into one seekable file by copying streams. Nothing is encoded again."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import av
from av.container import OutputContainer
from av.error import FFmpegError
from av.stream import Stream

from oes.analysis.facts import Joined, Part, UnreadableMedia
from oes.analysis.media import (
    WHOLE_RECORDING,
    created,
    opened,
    packets,
    start_seconds,
)

INDEX_BYTES_PER_SECOND = 64
INDEX_BYTES_LEAST = 4096
WEBM_CODECS = frozenset({"vp8", "vp9", "av1", "libdav1d"})


@dataclass(frozen=True, slots=True)
class _Shape:
    """Segments with equal shapes fit into one file."""

    container: str
    codec: str
    width: int
    height: int
    extradata: bytes


def remux(parts: Iterable[Part], *, stem: Path) -> list[Joined]:
    """Write `stem-0.webm` (or .mp4), `stem-1...` where codec, container or size change, and list them.

    Reads each segment twice (the first time only its head). A 3-hour track takes some seconds of disk,
    little CPU. Raises UnreadableMedia where no segment can be read.
    """
    shaped, skipped = _shaped(sorted(parts, key=lambda part: part.start_seconds))
    if not shaped:
        raise UnreadableMedia("no segment can be read")
    runs = [list(run) for _, run in groupby(shaped, key=lambda pair: pair[0])]
    written = []
    for number, run in enumerate(runs):
        suffix = "webm" if run[0][0].codec in WEBM_CODECS and run[0][0].container == "webm" else "mp4"
        path = stem.with_name(f"{stem.name}-{number}.{suffix}")
        written.append(_write(path, [part for _, part in run], skipped=tuple(skipped)))
    return written


def _shaped(parts: Sequence[Part]) -> tuple[list[tuple[_Shape, Part]], list[float]]:
    shaped, skipped = [], []
    for part in parts:
        try:
            with opened(part.source, limits=WHOLE_RECORDING) as (container, name):
                video = container.streams.video[0].codec_context
                extra = (video.extradata or b"") if video.name in ("h264", "hevc") else b""
                shaped.append((_Shape(name, video.name, video.width, video.height, extra), part))
        except UnreadableMedia:
            skipped.append(part.start_seconds)
    return shaped, skipped


def _write(path: Path, parts: Sequence[Part], *, skipped: tuple[float, ...]) -> Joined:
    beside = path.with_name(f".{path.name}.part")
    end = parts[-1].start_seconds + 3600.0
    for index_bytes in (INDEX_BYTES_LEAST + int(INDEX_BYTES_PER_SECOND * _spread(parts)), 0):
        options = {"reserve_index_space": str(index_bytes)} if path.suffix == ".webm" and index_bytes else {}
        options |= {"movflags": "+faststart"} if path.suffix == ".mp4" else {}
        try:
            with created(beside, container=path.suffix[1:], options=options) as out:
                end = _Copy(out, parts).run()
            break
        except FFmpegError as error:
            beside.unlink(missing_ok=True)
            if not index_bytes:
                raise UnreadableMedia(f"the segments cannot be joined: {error}") from error
    beside.replace(path)
    return Joined(path, parts[0].start_seconds, end, skipped)


def _spread(parts: Sequence[Part]) -> float:
    return parts[-1].start_seconds - parts[0].start_seconds + 60.0


class _Copy:
    """Copies packets of the parts, in order, into one output; knows the last moment of each stream."""

    def __init__(self, out: OutputContainer, parts: Sequence[Part]) -> None:
        self._out = out
        self._parts = parts
        self._streams: dict[str, Stream] = {}
        self._last: dict[str, float] = {}
        self._end = 0.0

    def run(self) -> float:
        """Copy everything and return the end in seconds on the attempt's clock."""
        self._add_streams()
        for number, part in enumerate(self._parts):
            following = self._parts[number + 1 :]
            until = following[0].start_seconds if following else float("inf")
            with suppress(UnreadableMedia):
                self._copy(part, until)
        return self._end

    def _add_streams(self) -> None:
        """Add all output streams before the first packet: FFmpeg dies otherwise."""
        for part in self._parts:
            with opened(part.source, limits=WHOLE_RECORDING) as (container, _):
                for stream in (*container.streams.video[:1], *container.streams.audio[:1]):
                    if stream.type not in self._streams:
                        self._streams[stream.type] = self._out.add_stream_from_template(stream)
            if len(self._streams) == 2:
                return

    def _copy(self, part: Part, until_seconds: float) -> None:
        """Copy one part: nothing before its first key frame, nothing from where the next part begins."""
        begun = False
        with opened(part.source, limits=WHOLE_RECORDING) as (container, _):
            shift = part.start_seconds - start_seconds(container)
            for packet in packets(container, limits=WHOLE_RECORDING):
                is_video = packet.stream.type == "video"
                begun = begun or (is_video and packet.is_keyframe)
                if (is_video and not begun) or packet.pts is None:
                    continue
                if float(packet.pts * packet.time_base) + shift < until_seconds:
                    self._mux(packet, packet.pts, shift)

    def _mux(self, packet: "av.Packet[Stream]", pts: int, shift: float) -> None:
        kind, base = packet.stream.type, packet.time_base
        move = round(shift / base)
        dts = (pts if packet.dts is None else packet.dts) + move
        tick = max(float(base), 0.001)
        least = round((self._last.get(kind, -tick) + tick) / base)
        late = max(0, least - dts)
        packet.pts, packet.dts = pts + move + late, dts + late
        self._last[kind] = float((dts + late) * base)
        self._end = max(self._end, float((pts + move + late + (packet.duration or 0)) * base))
        packet.stream = self._streams[kind]
        self._out.mux(packet)
