"""Files that come with an appeal: told by their first bytes, sealed, deleted again where nothing came of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from oes.accounts.models import User
from oes.appeals.models import Appeal, Attachment
from oes.appeals.moving import AppealRefused
from oes.domain.filing import MOST_BYTES, MOST_FILE_BYTES, MOST_FILES
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.written.file_types import FileType, type_of
from oes.written.pieces import clean_name


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent. `is_scan`: the mail or signed paper itself."""

    name: str
    body: bytes
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store that belongs to no row yet."""

    uuid: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    blob_key: str
    is_scan: bool


def require_fit(files: Sequence[File], there: int = 0) -> None:
    """Refuse what is not taken. AppealRefused: files (too many), large, format. `there`: files the appeal has."""
    if there + len(files) > MOST_FILES:
        raise AppealRefused("files")
    if any(len(file.body) > MOST_FILE_BYTES for file in files) or sum(len(file.body) for file in files) > MOST_BYTES:
        raise AppealRefused("large")
    if any(type_of(file.name, file.body) is None for file in files):
        raise AppealRefused("format")


@contextmanager
def stored(appeal: UUID, files: Sequence[File]) -> Iterator[list[Stored]]:
    """Store files of an appeal before its rows; those that no row names in the end are deleted again."""
    found: list[Stored] = []
    try:
        for file in files:
            found.append(_put(appeal, file))
        yield found
    finally:
        keys = [one.blob_key for one in found]
        kept = set(Attachment.objects.filter(blob_key__in=keys).values_list("blob_key", flat=True))
        for key in set(keys) - kept:
            blobs.delete(key)


def _put(appeal: UUID, file: File) -> Stored:
    told = type_of(file.name, file.body) or FileType("bin", "application/octet-stream")
    uuid = uuid4()
    key = f"appeals/{appeal}/{uuid}.{told.extension}"
    blobs.put(key, file.body)
    name = clean_name(file.name, told.extension)
    return Stored(uuid, name, told.media_type, len(file.body), digest(file.body), key, file.is_scan)


def attach(appeal: Appeal, files: Sequence[Stored], *, by: User) -> list[Attachment]:
    """Make the rows of stored files, in the caller's transaction."""
    return Attachment.objects.bulk_create(
        Attachment(
            uuid=file.uuid, appeal=appeal, is_scan=file.is_scan, name=file.name, media_type=file.media_type,
            size=file.size, sha256=file.sha256, blob_key=file.blob_key, added_by=by,
        )
        for file in files
    )  # fmt: skip


def as_scan(file: File) -> File:
    """Return the same file as the mail or signed paper itself."""
    return replace(file, is_scan=True)
