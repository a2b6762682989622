"""Uploaded ZIP files, read with limits: nothing is written to disk, no more is unpacked than was expected."""

import os
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from oes.exams.importing.lines import FileRefused

MOST_FILES = 20_000
_ENTRY, _END, _LOCATOR, _END64 = 46, 22, 20, 56
"""Bytes of an entry of the list without its name, and of the records at the end of an archive."""
_JUNK = {"thumbs.db", "desktop.ini"}
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What a damaged, locked or unknown kind of archive raises."""


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive; FileRefused where it is none."""
    try:
        many = holds_more(file, MOST_FILES)
        archive = None if many else zipfile.ZipFile(file)
    except BROKEN as error:
        raise FileRefused(_("The file is no ZIP archive, or it is damaged.")) from error
    if archive is None or len(archive.infolist()) > MOST_FILES:
        raise FileRefused(_("The archive holds more than %(limit)s files. Split it.") % {"limit": MOST_FILES})
    return archive


def holds_more(file: BinaryIO, most: int) -> bool:
    """Return whether an archive lists more than `most` files, and read no more of its list than that.

    `zipfile` reads the whole list at once, however long it is. What a file says of its number of files counts for
    nothing: the list is walked. False for what is no archive. Source: APPNOTE.TXT 6.3.10, 4.3.12 to 4.3.16.
    """
    start, end = _list_of(file)
    for _entry in range(most + 1):
        if start + _ENTRY > end:
            return False
        file.seek(start)
        head = file.read(_ENTRY)
        if head[:4] != b"PK\x01\x02":
            return False
        start += _ENTRY + sum(struct.unpack("<3H", head[28:34]))
    return True


def _list_of(file: BinaryIO) -> tuple[int, int]:
    """Return where the list of files begins and ends, as `zipfile` finds it: it ends where its end record begins."""
    size = file.seek(0, os.SEEK_END)
    tail_at = max(0, size - _END - 0xFFFF)
    file.seek(tail_at)
    tail = file.read()
    place = len(tail) - _END
    if place < 0 or tail[place : place + 4] != b"PK\x05\x06" or tail[-2:] != b"\0\0":
        place = tail.rfind(b"PK\x05\x06")  # there is a comment behind the record
    if place < 0 or place + _END > len(tail):
        return 0, 0
    length, end = struct.unpack("<L", tail[place + 12 : place + 16])[0], tail_at + place
    if tail[max(0, place - _LOCATOR) : place][:4] == b"PK\x06\x07":
        end -= _LOCATOR + _END64
        file.seek(max(0, end))
        record = file.read(_END64)
        if record[:4] != b"PK\x06\x06" or len(record) < _END64:
            return 0, 0
        length = struct.unpack("<Q", record[40:48])[0]
    return max(0, end - length), end


def files_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files that people put into it: no folders, none that a system adds by itself."""
    return [info for info in archive.infolist() if not info.is_dir() and not _is_junk(names_of(info)[0])]


def _is_junk(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name.startswith(".") or path.name.lower() in _JUNK or "__MACOSX" in path.parts


def names_of(info: zipfile.ZipInfo) -> list[str]:
    """Return the ways to read a file's name: old archivers write it in the code page of their system."""
    names = [info.filename]
    if not info.flag_bits & 0x800:  # the name is not marked as UTF-8
        raw = info.filename.encode("cp437", "replace")
        for encoding in ("utf-8", "cp866", "cp1251"):
            try:
                names.append(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
    return list(dict.fromkeys(names))


def read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, most_bytes: int) -> bytes | None:
    """Return a file of the archive; None where it is damaged, locked or larger than allowed, whatever it says."""
    if info.file_size > most_bytes:
        return None
    try:
        with archive.open(info) as file:
            body = file.read(most_bytes + 1)
    except BROKEN:
        return None
    return body if len(body) <= most_bytes else None
