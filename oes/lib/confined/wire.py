"""Messages between a process and its confined child: a head in JSON and some bytes. Nothing is unpickled."""

import json
import socket
import struct
import time
from collections.abc import Sequence
from typing import Any

MOST_HEAD_BYTES = 16 * 1024 * 1024
LENGTH = struct.Struct(">I")


class BrokenMessage(ValueError):
    """What came is no message, or larger than allowed."""


def send(channel: socket.socket, head: dict[str, Any], bodies: Sequence[bytes], *, until: float | None = None) -> None:
    """Send one message. Raises TimeoutError at `until` (of time.monotonic) and OSError where nobody listens."""
    text = json.dumps({"sizes": [len(body) for body in bodies], "head": head}).encode()
    for part in (LENGTH.pack(len(text)) + text, *bodies):
        channel.settimeout(_left(until))
        channel.sendall(part)


def receive(
    channel: socket.socket, *, most_bytes: int, until: float | None = None
) -> tuple[dict[str, Any], list[bytes]]:
    """Return the next message. Raises EOFError at the end, TimeoutError at `until`, BrokenMessage for nonsense."""
    (length,) = LENGTH.unpack(_exactly(channel, LENGTH.size, until))
    if length > MOST_HEAD_BYTES:
        raise BrokenMessage("a head that is too long")
    try:
        said = json.loads(_exactly(channel, length, until))
        head, sizes = said["head"], said["sizes"]
        whole = isinstance(head, dict) and all(type(size) is int and size >= 0 for size in sizes)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BrokenMessage("no message") from error
    if not whole or sum(sizes) > most_bytes:
        raise BrokenMessage("more bytes than allowed")
    return head, [_exactly(channel, size, until) for size in sizes]


def _exactly(channel: socket.socket, size: int, until: float | None) -> bytes:
    got = bytearray(size)
    view, done = memoryview(got), 0
    while done < size:
        channel.settimeout(_left(until))
        count = channel.recv_into(view[done:])
        if not count:
            raise EOFError
        done += count
    return bytes(got)


def _left(until: float | None) -> float | None:
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
