"""The floor: decoding the same files and doing nothing with them."""

from collections.abc import Sequence
from pathlib import Path

from bench.speed.clock import Clock
from oes.analysis.media import SEGMENT, opened, packets, probe

ROUNDS = 3


def bare_decode(files: Sequence[Path]) -> float:
    """Return the processor milliseconds per recorded second of decoding every frame and sample; best of three."""
    seconds = sum(probe(file).seconds for file in files)
    return min(_decoded(files) for _ in range(ROUNDS)) * 1000 / seconds


def _decoded(files: Sequence[Path]) -> float:
    clock = Clock()
    for file in files:
        with opened(file.read_bytes()) as (container, _):
            for stream in container.streams:
                stream.codec_context.thread_count = 1
            for packet in packets(container, limits=SEGMENT):
                packet.decode()
    return clock.total()
