"""Uploaded ZIP files, read with limits: nothing is written to disk, no more is unpacked than was expected."""

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from oes.exams.importing.lines import FileRefused

MOST_FILES = 20_000
_JUNK = {"thumbs.db", "desktop.ini"}
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What a damaged, locked or unknown kind of archive raises."""


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive; FileRefused where it is none."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise FileRefused(_("The file is no ZIP archive, or it is damaged.")) from error
    if len(archive.infolist()) > MOST_FILES:
        raise FileRefused(_("The archive holds more than %(limit)s files. Split it.") % {"limit": MOST_FILES})
    return archive


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
