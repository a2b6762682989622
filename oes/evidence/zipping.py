"""Writing the zip of an evidence pack as a stream: nothing is held but the piece that is on its way."""

import zipfile
from collections.abc import Iterable, Iterator

_DATE = (1980, 1, 1, 0, 0, 0)
"""One date for all members: when a file was packed is no evidence, the links say when it was made."""


class _Pipe:
    """What a zip is written to: keeps the bytes until they are taken. It cannot seek, so sizes follow the bytes."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        return len(piece)

    def flush(self) -> None: ...

    def taken(self) -> bytes:
        piece = bytes(self._waiting)
        self._waiting.clear()
        return piece


def zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield the bytes of a zip of these members (name, pieces), stored, in ZIP64. Names are not repeated."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:  # type: ignore[arg-type]
        for name, pieces in members:
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()
