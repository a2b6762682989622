"""A backup as it lies on a disk: a folder, or one tar file of the same names.

`database.sqlite3`, `media/<blob key>` (as sealed as in the store), `blobs.txt` (a line `sha256 size key` for each of
them, over the stored bytes) and, written last, `manifest.json`: what lacks it is no backup.
"""

import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from oes.lib.files import ensure_folder, sync_folder

DATABASE, LIST, MANIFEST, MEDIA = "database.sqlite3", "blobs.txt", "manifest.json", "media/"
FORMAT = "oes-backup/1"
PIECE = 1024 * 1024


class NoBackup(Exception):
    """What was named is no backup, or a damaged one. The text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in a backup, by the hash of its bytes."""

    sha256: str
    size: int


class Writer:
    """Takes files one after another, in a `with`; `finish` makes a backup of them, and nothing else does."""

    def __init__(self, out: Path) -> None:
        if out.exists():
            raise FileExistsError(f"{out} is there already")
        self._out, self._is_tar = out, out.suffix == ".tar"
        self._part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
        ensure_folder(out.parent)
        if self._is_tar:
            handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self._file = os.fdopen(handle, "wb")
            self._tar = tarfile.open(fileobj=self._file, mode="w")  # noqa: SIM115 - `finish` closes it
        else:
            self._part.mkdir(mode=0o700)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was written where it has come to no backup."""
        if self._is_tar:
            self._file.close()
            self._part.unlink(missing_ok=True)
        else:
            shutil.rmtree(self._part, ignore_errors=True)

    def add(self, name: str, path: Path) -> Stored:
        """Copy a file into the backup. FileNotFoundError where it has gone; then nothing was written."""
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            return self._write(name, source, size)

    def add_text(self, name: str, text: str) -> Stored:
        body = text.encode()
        return self._write(name, io.BytesIO(body), len(body))

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, all of it durably, and give the backup its name."""
        self.add_text(MANIFEST, json.dumps({"format": FORMAT, **manifest}, indent=1) + "\n")
        if self._is_tar:
            self._tar.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        self._part.rename(self._out)
        sync_folder(self._out.parent)

    def _write(self, name: str, source: IO[bytes], size: int) -> Stored:
        read = _Hashed(source)
        if self._is_tar:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = size, 0o600
            self._tar.addfile(entry, read)
        else:
            copy_durably(read, self._part / name)
        return Stored(read.sha256.hexdigest(), size)


class Reader:
    """Reads a backup. Raises NoBackup for whatever is none."""

    def __init__(self, path: Path) -> None:
        self._folder, self._tar = path, None
        if path.is_file():
            try:
                self._tar = tarfile.open(path, mode="r:")  # noqa: SIM115 - lives as long as the command
            except tarfile.TarError as error:
                raise NoBackup(f"{path} is no tar file: {error}") from error
        try:
            self.manifest = self._read_manifest()
            self.blobs = dict(self._read_list())
        except NoBackup:
            if self._tar:
                self._tar.close()
            raise

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a file of the backup. Raises NoBackup where it is missing."""
        try:
            file = self._tar.extractfile(name) if self._tar else (self._folder / name).open("rb")
        except (KeyError, OSError, tarfile.TarError) as error:
            raise NoBackup(f"{name} is missing in the backup") from error
        if file is None:
            raise NoBackup(f"{name} is no file")
        with file:
            yield file  # type: ignore[misc]

    def copy(self, name: str, target: Path, expected: Stored) -> None:
        """Copy a file out of the backup, durably. Raises NoBackup where its bytes are not those that were put in."""
        with self.open(name) as source:
            read = _Hashed(source)
            try:
                copy_durably(read, target)
            except tarfile.TarError as error:
                raise NoBackup(f"{name} is cut off in the backup") from error
        if read.sha256.hexdigest() != expected.sha256:
            target.unlink()
            raise NoBackup(f"{name} was changed in the backup")

    def _read_manifest(self) -> dict[str, Any]:
        with self.open(MANIFEST) as file:
            try:
                manifest = json.load(file)
            except ValueError as error:
                raise NoBackup(f"{MANIFEST} cannot be read") from error
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise NoBackup(f"{MANIFEST} is not of the format {FORMAT}")
        return manifest

    def _read_list(self) -> Iterator[tuple[str, Stored]]:
        with self.open(LIST) as file:
            body = file.read()
        if hashlib.sha256(body).hexdigest() != self.manifest.get("list_sha256"):
            raise NoBackup(f"{LIST} was changed in the backup")
        try:
            for line in body.decode().splitlines():
                sha256, size, key = line.split(" ", 2)
                yield key, Stored(sha256, int(size))
        except ValueError as error:
            raise NoBackup(f"{LIST} cannot be read") from error


def copy_durably(source: Any, target: Path) -> None:
    """Write what `source.read` gives to a new file that only its owner may read."""
    ensure_folder(target.parent)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := source.read(PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


class _Hashed:
    """A file that notes the hash of what is read of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.sha256.update(piece)
        return piece
