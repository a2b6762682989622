"""Writing the zip of an evidence pack as a stream: nothing is held but the piece that is on its way."""

import zipfile
from collections.abc import Iterable, Iterator

_DATE = (1980, 1, 1, 0, 0, 0)
"""One date for all members: when a file was packed is no evidence, the links say when it was made."""


class _LargeInfo(zipfile.ZipInfo):
    """A member whose header says, in every version of Python, that its sizes stand in the ZIP64 field.

    Before 3.11.4 `zipfile` wrote 0 there, and the version that knows no ZIP64.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, _DATE)
        self.external_attr = 0o644 << 16
        self.create_version = self.extract_version = zipfile.ZIP64_VERSION

    def FileHeader(self, zip64: bool | None = None) -> bytes:
        header = super().FileHeader(zip64)
        return header[:18] + b"\xff" * 8 + header[26:]


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
            with archive.open(_LargeInfo(name), "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()
