"""Reads protocol buffers messages as far as network files need it: the fields of one level."""

from collections.abc import Iterator


def fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (field number, value) of one protocol buffers message.

    Whole numbers come as eight bytes little-endian, the others as they stand in the message.
    """
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        wire = tag & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value.to_bytes(8, "little")
            continue
        length = {1: 8, 5: 4}.get(wire)
        if length is None:
            length, at = _varint(message, at)
        yield tag >> 3, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
