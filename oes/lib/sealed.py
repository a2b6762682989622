"""Sealed bytes: AES-256-GCM in frames, so that a range opens only the frames that it touches.

Layout: `OESS`, format 1, three zero bytes, an 8-byte random prefix; then frames. A frame is up to 1 MiB of plain bytes,
hidden, with a 16-byte tag. Its nonce is the prefix and the frame's number (4 bytes); what is authenticated besides is
the name, the number, and whether it is the last: frames that are swapped, cut off or put under another name do not
open. An empty body is one empty frame.
"""

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"OESS\x01\x00\x00\x00"
PREFIX_BYTES = 8
HEADER_BYTES = len(MAGIC) + PREFIX_BYTES
FRAME_BYTES = 1024 * 1024
TAG_BYTES = 16
KEY_BYTES = 32


class Unsealable(OSError):
    """The bytes do not open: changed, cut off, under another name, or with another key."""


def sealed(pieces: Iterable[bytes], *, key: bytes, name: str) -> Iterator[bytes]:
    """Yield header and frames of what the pieces say together. `key`: 32 bytes; `name`: where it will stand."""
    cipher, prefix = AESGCM(key), secrets.token_bytes(PREFIX_BYTES)
    yield MAGIC + prefix
    number, waiting = 0, None
    for frame in _frames(pieces):
        if waiting is not None:
            yield cipher.encrypt(_nonce(prefix, number), waiting, _context(name, number, last=False))
            number += 1
        waiting = frame
    yield cipher.encrypt(_nonce(prefix, number), waiting or b"", _context(name, number, last=True))


def is_sealed(beginning: bytes) -> bool:
    """Return whether a file that begins so is sealed. No recording begins with these bytes."""
    return beginning.startswith(MAGIC)


class SealedReader(io.RawIOBase):
    """Reads a sealed file as if it were plain; seekable. Raises Unsealable where a frame does not open."""

    def __init__(self, file: BinaryIO, *, key: bytes, name: str) -> None:
        super().__init__()
        file.seek(0)
        header = file.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or not is_sealed(header):
            raise Unsealable("no sealed file")
        self._file, self._cipher, self._name = file, AESGCM(key), name
        self._prefix = header[len(MAGIC) :]
        hidden = os.fstat(file.fileno()).st_size - HEADER_BYTES
        self._count = max(1, -(-hidden // (FRAME_BYTES + TAG_BYTES)))
        self.size = hidden - self._count * TAG_BYTES
        self._at = 0
        self._number, self._frame = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at >= self.size and self.size > 0:
            return 0
        number, inside = divmod(self._at, FRAME_BYTES)
        if self.size <= 0:
            self._open(0)  # an empty body has its one frame, too
            return 0
        piece = self._open(number)[inside : inside + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _open(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(HEADER_BYTES + number * (FRAME_BYTES + TAG_BYTES))
            hidden = self._file.read(FRAME_BYTES + TAG_BYTES)
            context = _context(self._name, number, last=number == self._count - 1)
            try:
                self._frame = self._cipher.decrypt(_nonce(self._prefix, number), hidden, context)
            except (InvalidTag, ValueError) as error:
                raise Unsealable(f"frame {number} of {self._name} does not open") from error
            self._number = number
        return self._frame


def _frames(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces anew, in frames of full size; the last one may be shorter, never empty."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= FRAME_BYTES:
            yield bytes(waiting[:FRAME_BYTES])
            del waiting[:FRAME_BYTES]
    if waiting:
        yield bytes(waiting)


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _context(name: str, number: int, *, last: bool) -> bytes:
    return f"{name}\n{number}\n{int(last)}".encode()
