"""The store of recorded bytes on the file system: sealed, put once and durably, read by range, delete.

A key is a relative path such as `attempts/<uuid>/camera/1-17.webm`. Written so that another store
(S3) can stand behind the same functions.
"""

import io
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from oes.lib import keys
from oes.lib.files import ensure_folder, sync_folder
from oes.lib.sealed import FRAME_BYTES, HEADER_BYTES, SealedReader, is_sealed, sealed

_KEY = re.compile(r"[a-z0-9_]+(/[a-z0-9_-]+)*/[a-z0-9_.-]+")


def put(key: str, body: bytes) -> None:
    """Store `body` under `key` so that it survives a power cut: file synced, renamed, folder synced.

    It is sealed with the key of its owner, which is made at the owner's first blob. Raises keys.NoKey where that key is
    lost: what is there already could not be read any more.
    """
    _put(key, [body])


def put_file(key: str, path: Path) -> None:
    """Store what a file holds, as `put` does."""
    with path.open("rb") as file:
        _put(key, iter(lambda: file.read(FRAME_BYTES), b""))


def _put(key: str, pieces: Iterable[bytes]) -> None:
    path = path_of(key)
    secret = _secret_for(key)
    ensure_folder(path.parent)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            for piece in sealed(pieces, key=secret, name=key):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def open_blob(key: str) -> BinaryIO:
    """Open for reading; the caller seeks to the range it wants.

    FileNotFoundError if it is gone, keys.NoKey (one, too) if its key is. Files of before there were keys are read as
    they are.
    """
    if not key:
        raise FileNotFoundError("its row names no blob: what it had is deleted")
    file = path_of(key).open("rb")
    try:
        if not is_sealed(file.read(HEADER_BYTES)):
            file.seek(0)
            return file
        reader = SealedReader(file, key=keys.key_of(owner_of(key)), name=key)
        return cast(BinaryIO, io.BufferedReader(reader))
    except BaseException:
        file.close()
        raise


def read(key: str) -> bytes:
    with open_blob(key) as file:
        return file.read()


def size_of(key: str) -> int:
    """Return how many bytes `read` would give."""
    with open_blob(key) as file:
        return file.seek(0, os.SEEK_END)


def is_there(key: str) -> bool:
    return path_of(key).exists()


def changed_at(key: str) -> float:
    """Return when a blob was written, in seconds since 1970. FileNotFoundError if it is gone."""
    return path_of(key).stat().st_mtime


def delete(key: str) -> None:
    """Delete the blob if it is there."""
    path_of(key).unlink(missing_ok=True)


def owner_of(key: str) -> str:
    """Return who a blob belongs to: one attempt or one student, `attempts-<uuid>`."""
    kind, uuid = key.split("/")[:2]
    return f"{kind}-{uuid}"


def _secret_for(key: str) -> bytes:
    owner = owner_of(key)
    try:
        return keys.key_of(owner)
    except keys.NoKey:
        folder = path_of(key).parents[len(key.split("/")) - 3]
        if any(is_sealed(_beginning(file)) for file in folder.rglob("*") if file.is_file()):
            raise
    return keys.made_key(owner)


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(HEADER_BYTES)


def delete_folder(folder: str) -> None:
    """Delete all blobs under a folder, also parts of some that a killed process left."""
    shutil.rmtree(path_of(f"{folder}/all").parent, ignore_errors=True)


def path_of(key: str) -> Path:
    """Return the file of a key. ValueError for anything that could leave the store."""
    if not _KEY.fullmatch(key) or ".." in key:
        raise ValueError(f"not a blob key: {key!r}")
    return settings.OES_MEDIA_DIR / key
