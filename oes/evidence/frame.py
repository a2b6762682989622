"""The outer frame of an evidence pack: a zip whose members are stored as they are. Standard library only.

A frame is accepted from any zip program that stores; what zip says twice must agree, and every byte of the file must
belong to a member, so that a single changed byte shows wherever it stands. See docs/evidence-pack.md.
"""

import io
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE_BYTES = 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_IN_64, _IN_64_SHORT = 0xFFFFFFFF, 0xFFFF
_DESCRIPTOR, _UTF8 = 0x8, 0x800
_ZIP64 = 1
_HARMLESS = {_ZIP64, 0x000A, 0x5455, 0x5855, 0x7855, 0x7875}
"""Fields of sizes, times and owners. Others give a member another name or another meaning in some zip programs."""
MOST_DIRECTORY_BYTES = 64 * 1024 * 1024


class Unreadable(Exception):
    """The file cannot be read as an evidence pack. `code` is a key of `words.UNREADABLE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Member:
    """Where the bytes of a member stand in the file."""

    name: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The members in their order, by name, and the names of those whose frame does not agree with itself."""

    members: dict[str, Member]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member as the directory at the end has it. `shared`: what its own header says again."""

    name: bytes
    maker: int
    shared: tuple[int, ...]
    method: int
    crc: int
    packed: int
    size: int
    start: int
    odd: bool
    looks: tuple[int, int]


def frame_of(file: BinaryIO) -> Frame:
    """Read the directory of a zip and compare it with the headers of the members. Raises Unreadable."""
    length = file.seek(0, io.SEEK_END)
    directory, start = _directory(file, length)
    entries = list(_entries(directory))
    if any(entry.method for entry in entries):
        raise Unreadable("compressed")
    makers = Counter((entry.maker, entry.looks) for entry in entries).most_common(1)
    members: dict[str, Member] = {}
    changed, place = [], 0
    for entry in sorted(entries, key=lambda entry: entry.start):
        name = _text(entry.name)
        member, end, fits = _member(file, entry, name)
        alike = (entry.maker, entry.looks) == makers[0][0]
        if not (fits and alike and not entry.odd and entry.start == place and name not in members):
            changed.append(name)
        members.setdefault(name, member)
        place = end
    if place != start:
        raise Unreadable("not_zip")
    return Frame(members, tuple(changed))


def pieces(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """Yield the bytes of a member, at most 1 MiB at a time."""
    place, end = member.offset, member.offset + member.size
    while place < end:
        file.seek(place)
        piece = file.read(min(PIECE_BYTES, end - place))
        if not piece:
            raise Unreadable("not_zip")
        yield piece
        place += len(piece)


def _read(file: BinaryIO, place: int, size: int) -> bytes:
    if not 0 <= place <= file.seek(0, io.SEEK_END) - size:
        raise Unreadable("not_zip")
    file.seek(place)
    found = file.read(size)
    if len(found) != size:
        raise Unreadable("not_zip")
    return found


def _directory(file: BinaryIO, length: int) -> tuple[bytes, int]:
    """Return the directory at the end of the file and where it begins. No comment may follow it."""
    end_at = length - _END.size
    sign, disk, first, here, count, size, start, comment = _END.unpack(_read(file, end_at, _END.size))
    if sign != b"PK\5\6" or comment or disk or first or here != count:
        raise Unreadable("not_zip")
    told, ends_at = (count, size, start), end_at
    if end_at >= _LOCATOR.size and _read(file, end_at - _LOCATOR.size, 4) == b"PK\6\7":
        told, ends_at = _directory64(file, end_at, told)
    if told[2] + told[1] != ends_at or told[1] > MOST_DIRECTORY_BYTES:
        raise Unreadable("not_zip")
    body = _read(file, told[2], told[1])
    if sum(1 for _ in _entries(body)) != told[0]:
        raise Unreadable("not_zip")
    return body, told[2]


def _directory64(file: BinaryIO, end_at: int, short: tuple[int, int, int]) -> tuple[tuple[int, int, int], int]:
    at = end_at - _LOCATOR.size
    _, disk, place, disks = _LOCATOR.unpack(_read(file, at, _LOCATOR.size))
    found = _END64.unpack(_read(file, place, _END64.size))
    sign, left, _, _, number, first, here, count, size, start = found
    limits = (_IN_64_SHORT, _IN_64, _IN_64)
    agree = all(s in (value, limit) for s, value, limit in zip(short, (count, size, start), limits, strict=True))
    whole = sign == b"PK\6\6" and left == _END64.size - 12 and place + _END64.size == at
    if not (whole and agree) or disk or disks != 1 or number or first or here != count:
        raise Unreadable("not_zip")
    return (count, size, start), place


def _entries(directory: bytes) -> Iterator[_Entry]:
    place = 0
    while place < len(directory):
        try:
            values = _ENTRY.unpack_from(directory, place)
        except struct.error as error:
            raise Unreadable("not_zip") from error
        sign, maker, need, flags, method, time, date, crc, packed, size, names, more, note, disk, inner, outer, at = (
            values
        )
        place += _ENTRY.size
        name, extra = directory[place : place + names], directory[place + names : place + names + more]
        place += names + more + note
        if sign != b"PK\1\2" or len(name) + len(extra) != names + more:
            raise Unreadable("not_zip")
        size, packed, at = _large(extra, (size, packed, at))
        odd = bool(note or disk or flags & ~(_DESCRIPTOR | _UTF8) or size != packed) or not _is_harmless(extra)
        looks = (inner & ~1 if extra else inner, outer)  # zip programs that add fields also mark what looks like text
        yield _Entry(name, maker, (need, flags, method, time, date), method, crc, packed, size, at, odd, looks)


def _large(extra: bytes, values: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return the values with those that did not fit into 32 bits taken from the zip64 field."""
    found = _fields(extra).get(_ZIP64, b"")
    out, place = [], 0
    for value in values:
        if value == _IN_64:
            if len(found) < place + 8:
                raise Unreadable("not_zip")
            value = int.from_bytes(found[place : place + 8], "little")
            place += 8
        out.append(value)
    return out[0], out[1], out[2]


def _fields(extra: bytes) -> dict[int, bytes]:
    fields, place = {}, 0
    while place + 4 <= len(extra):
        key, size = struct.unpack_from("<HH", extra, place)
        fields[key] = extra[place + 4 : place + 4 + size]
        place += 4 + size
    return fields


def _is_harmless(extra: bytes) -> bool:
    """Return whether the fields fill their place, stand there once each, and no zip program makes more of them."""
    fields = _fields(extra)
    whole = b"".join(struct.pack("<HH", key, len(field)) + field for key, field in fields.items())
    return whole == extra and fields.keys() <= _HARMLESS


def _member(file: BinaryIO, entry: _Entry, name: str) -> tuple[Member, int, bool]:
    """Return a member, where it ends with its trailing record, and whether header and directory agree."""
    values = _LOCAL.unpack(_read(file, entry.start, _LOCAL.size))
    sign, shared, sums, names, more = values[0], values[1:6], values[6:9], values[9], values[10]
    after = _read(file, entry.start + _LOCAL.size, names + more)
    member = Member(name, entry.start + _LOCAL.size + names + more, entry.size)
    if member.offset + member.size > file.seek(0, io.SEEK_END):
        raise Unreadable("not_zip")
    large = _fields(after[names:]).get(_ZIP64)
    trails = bool(entry.shared[1] & _DESCRIPTOR)
    told = (0, 0, 0) if trails else (entry.crc, entry.packed, entry.size)
    fits = sign == b"PK\3\4" and shared == entry.shared and after[:names] == entry.name
    fits = fits and sums == ((told[0], _IN_64, _IN_64) if large is not None else told)
    fits = fits and _is_harmless(after[names:])
    if large is not None:
        fits = fits and large == struct.pack("<QQ", told[2], told[1])
    end = member.offset + member.size
    if trails:
        form = "<4sLQQ" if large is not None else "<4sLLL"
        record = _read(file, end, struct.calcsize(form))
        fits = fits and record == struct.pack(form, b"PK\7\10", entry.crc, entry.packed, entry.size)
        end += len(record)
    return member, end, fits


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("not_zip") from error
