"""A streamed zip says the same in every version of Python."""

import io
import struct
import zipfile

from oes.evidence.frame import frame_of
from oes.evidence.zipping import zipped


def test_each_header_says_that_its_sizes_are_large():
    body = b"".join(zipped([("a.txt", [b"hel", b"lo"]), ("b.txt", [b"w"])]))
    sign, need, flags, _, _, _, crc, packed, size, _, _ = struct.unpack_from("<4s5H3L2H", body)
    assert (sign, need, flags & 8) == (b"PK\3\4", 45, 8)
    assert (crc, packed, size) == (0, 0xFFFFFFFF, 0xFFFFFFFF)
    assert frame_of(io.BytesIO(body)).changed == ()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {"a.txt": b"hello", "b.txt": b"w"}
