"""The floor: decoding the same files and doing nothing with them."""

from collections.abc import Sequence

from bench.speed.clock import Clock
from oes.analysis.media import SEGMENT, opened, packets, probe

ROUNDS = 3


def bare_decode(bodies: Sequence[bytes]) -> float:
    """Return the processor milliseconds per recorded second of decoding every frame and sample; best of three."""
    seconds = sum(probe(body).seconds for body in bodies)
    return min(_decoded(bodies) for _ in range(ROUNDS)) * 1000 / seconds


def _decoded(bodies: Sequence[bytes]) -> float:
    clock = Clock()
    for body in bodies:
        with opened(body) as (container, _):
            for stream in container.streams:
                stream.codec_context.thread_count = 1
            for packet in packets(container, limits=SEGMENT):
                packet.decode()
    return clock.total()
