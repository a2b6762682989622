"""The sound of a recording as 16 kHz mono samples, in place on the clock of its file.

Timestamps decide where a sample lies: what is missing or does not decode is silence there, what comes twice
is heard once. Nothing here judges; the networks and detectors do.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.packet import Packet

from oes.analysis.media import Source, opened, packets, start_seconds
from oes.analysis.tracks import NEVER_DECODED, SEGMENT, Limits, Track

RATE = 16_000
FULL_RATE = 48_000
"""Opus decodes to this, browsers record in it; other rates are brought to it first."""
SLACK_SECONDS = 0.06
"""Timestamps of browsers tremble by some milliseconds: from here on a difference is a gap or a repetition."""
TAPS = 48
CUTOFF_HERTZ = 7_500.0
BLOCK = 64
"""Samples that one product of the filter gives. It beats FFmpeg's resampler eight to one on one core."""


def sound_blocks(source: Source | Track, *, limits: Limits = SEGMENT) -> Iterator[np.ndarray]:
    """Yield consecutive float32 blocks (-1..1, `RATE`, about a second each) from the file's start on.

    None without a sound track. Decodes the sound only. Raises UnreadableMedia as `media.opened` does.
    """
    if isinstance(source, Track):
        yield from lowered(_in_place(_frames(source), source.start, limits))
        return
    with opened(source, limits=limits) as (container, _):
        for stream in container.streams.audio[:1]:
            read = packets(container, limits=limits, only=stream)
            yield from sound_blocks(Track(stream.codec_context, read, start_seconds(container)), limits=limits)


def lowered(pieces: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Turn consecutive samples at 48 kHz into such at 16 kHz; the last block ends where they end."""
    waiting, count = [np.zeros(TAPS // 2, dtype=np.float32)], 0
    for piece in pieces:
        waiting.append(piece)
        count += len(piece)
        if count >= FULL_RATE:
            block, rest = _filtered(np.concatenate(waiting))
            waiting, count = [rest], 0
            yield block
    whole = -(-(sum(map(len, waiting)) - TAPS // 2) // 3)
    if whole > 0:
        padding = np.zeros(TAPS + 3 * BLOCK, dtype=np.float32)
        yield _filtered(np.concatenate([*waiting, padding]))[0][:whole]


def _filtered(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the samples at 16 kHz that can be told, and those at 48 kHz that the next ones begin with."""
    filters = _filters()
    step = 3 * BLOCK
    count = (len(samples) - len(filters)) // step + 1
    if count <= 0:
        return np.zeros(0, dtype=np.float32), samples
    rows = np.lib.stride_tricks.sliding_window_view(samples, len(filters))[::step][:count]
    made = (rows @ filters).ravel()
    return made if np.isfinite(made).all() else np.nan_to_num(made), samples[count * step :]


@cache
def _filters() -> np.ndarray:
    """Return the low-pass (a windowed sinc) once for each of `BLOCK` outputs, side by side: inputs x outputs."""
    at = np.arange(TAPS) - (TAPS - 1) / 2
    kernel = np.sinc(at * 2 * CUTOFF_HERTZ / FULL_RATE) * np.hamming(TAPS)
    filters = np.zeros((TAPS + 3 * (BLOCK - 1), BLOCK), dtype=np.float32)
    for output in range(BLOCK):
        filters[3 * output : 3 * output + TAPS, output] = kernel / kernel.sum()
    return filters


def _in_place(frames: Iterable[AudioFrame], start: float, limits: Limits) -> Iterator[np.ndarray]:
    """Yield the mono samples of frames at 48 kHz, with silence where the clock says that some are missing."""
    mono, given = _Mono(), 0
    for frame in frames:
        at = frame.time
        if at is None:
            continue
        missing = at - start - given / FULL_RATE
        if missing < -SLACK_SECONDS or given / FULL_RATE + missing > limits.seconds:
            continue  # heard already, or a broken clock
        if missing > SLACK_SECONDS:
            for piece in _silence(round(missing * FULL_RATE)):
                given += len(piece)
                yield piece
        for samples in mono.samples(frame):
            given += len(samples)
            yield samples


def _silence(samples: int) -> Iterator[np.ndarray]:
    """Yield zeros, a second at a time: a long gap needs no memory."""
    for begin in range(0, samples, FULL_RATE):
        yield np.zeros(min(FULL_RATE, samples - begin), dtype=np.float32)


class _Mono:
    """Frames of any shape as mono float32 at 48 kHz."""

    def __init__(self) -> None:
        self._shape: tuple[str, str, int] | None = None
        self._resampler: AudioResampler | None = None

    def samples(self, frame: AudioFrame) -> list[np.ndarray]:
        if frame.format.name == "fltp" and frame.sample_rate == FULL_RATE:
            channels = [np.frombuffer(plane, dtype=np.float32, count=frame.samples) for plane in frame.planes]
            return [channels[0] if len(channels) == 1 else np.mean(channels, axis=0, dtype=np.float32)]
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        try:
            if self._resampler is None or shape != self._shape:
                self._resampler = AudioResampler(format="fltp", layout="mono", rate=FULL_RATE)
                self._shape = shape
            frame.pts = None  # it would fill gaps by itself
            return [made.to_ndarray()[0] for made in self._resampler.resample(frame)]
        except NEVER_DECODED:
            self._resampler = None
            return []


def _frames(track: Track) -> Iterator[AudioFrame]:
    """Yield what decodes."""
    track.decoder.thread_count = 1
    for packet in track.packets:
        yield from _decoded(track, packet)
    yield from _decoded(track, None)


def _decoded(track: Track, packet: Packet | None) -> list[AudioFrame]:
    """Return the frames of a packet; with None those that the decoder still holds."""
    try:
        return track.decoder.decode(packet)
    except NEVER_DECODED:
        return []
