"""The store of recorded bytes on the file system: put once and durably, read by range, delete.

A key is a relative path such as `attempts/<uuid>/camera/1-17.webm`. Written so that another store
(S3) can stand behind the same three functions.
"""

import os
import re
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_KEY = re.compile(r"[a-z0-9_]+(/[a-z0-9_-]+)*/[a-z0-9_.-]+")


class DiskLow(Exception):
    """The disk has less free space than its reserve; nothing was written."""


def put(key: str, body: bytes) -> None:
    """Store `body` under `key` so that it survives a power cut: file synced, renamed, folder synced."""
    path = path_of(key)
    _ensure_folder(path.parent)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def open_blob(key: str) -> BinaryIO:
    """Open for reading; the caller seeks to the range it wants. FileNotFoundError if it is gone."""
    return path_of(key).open("rb")


def read(key: str) -> bytes:
    return path_of(key).read_bytes()


def delete(key: str) -> None:
    """Delete the blob if it is there."""
    path_of(key).unlink(missing_ok=True)


def path_of(key: str) -> Path:
    """Return the file of a key. ValueError for anything that could leave the store."""
    if not _KEY.fullmatch(key) or ".." in key:
        raise ValueError(f"not a blob key: {key!r}")
    return settings.OES_MEDIA_DIR / key


def check_disk() -> None:
    """Raise DiskLow when free space is below the reserve."""
    folder = settings.OES_MEDIA_DIR
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < settings.OES_DISK_RESERVE_MB * 1024 * 1024:
        raise DiskLow


def _ensure_folder(folder: Path) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        _sync_folder(new.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
