"""Writes about files and photographed pages of a work."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from oes.domain.written import MOST_FILE_BYTES, MOST_PIECES, MOST_WORK_BYTES, TURNS, clean_crop, ordered
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.written.file_types import FileType, type_of
from oes.written.models import Piece, Work
from oes.written.pages import cleaned_page
from oes.written.services import WorkRefused, writable


def add_piece(*, work: Work, uuid: UUID, kind: str, name: str, body: bytes, at: datetime | None = None) -> Piece:
    """Keep a file or a photographed page; the same `uuid` again returns the row there is.

    WorkRefused: not_taken (the exam takes no such things), large, many, format, other (the uuid has other bytes), or
    as for a text. PictureRefused: small, large, format. NoChild where no picture can be opened now.
    """
    now = at or timezone.now()
    if len(body) > MOST_FILE_BYTES:
        raise WorkRefused("large")
    if kind == Piece.Kind.PHOTO:
        body, told = cleaned_page(body), FileType("jpg", "image/jpeg")
    else:
        found = type_of(name, body)
        if found is None:
            raise WorkRefused("format")
        told = found
    return _kept(work, uuid, kind, clean_name(name, told.extension), body, told, now)


@transaction.atomic
def _kept(work: Work, uuid: UUID, kind: str, name: str, body: bytes, told: FileType, now: datetime) -> Piece:
    row, sha256 = writable(work, now), digest(body)
    known = Piece.objects.filter(uuid=uuid).first()
    if known:
        if known.work_id != row.pk or known.sha256 != sha256:
            raise WorkRefused("other")
        return known
    _require_room(row, kind, len(body))
    key = f"works/{row.uuid}/{uuid}.{told.extension}"
    blobs.put(key, body)
    last = row.pieces.aggregate(Max("position"))["position__max"] or 0
    piece = Piece.objects.create(
        uuid=uuid, kind=kind, work=row, position=last + 1, name=name, media_type=told.media_type, size=len(body),
        sha256=sha256, blob_key=key,
    )  # fmt: skip
    Work.objects.filter(pk=row.pk).update(saved_at=now)
    journal.append(subject=row.uuid, action="work_piece_added", piece=str(uuid), kind=kind, sha256=sha256)
    return piece


def _require_room(row: Work, kind: str, size: int) -> None:
    takes = {Piece.Kind.FILE: row.written.takes_files, Piece.Kind.PHOTO: row.written.takes_photos}
    if not takes.get(Piece.Kind(kind), False):
        raise WorkRefused("not_taken")
    there = row.pieces.filter(removed_at=None)
    if there.count() >= MOST_PIECES:
        raise WorkRefused("many")
    if (there.aggregate(Sum("size"))["size__sum"] or 0) + size > MOST_WORK_BYTES:
        raise WorkRefused("large")


def clean_name(name: str, extension: str) -> str:
    """Return a file's name without folders and control characters, with the extension that its bytes say."""
    plain = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", " ", name.replace("\\", "/").rpartition("/")[2])
    stem = " ".join(plain.split()).rpartition(".")[0] or " ".join(plain.split())
    return f"{stem.strip('. ')[:150] or 'file'}.{extension}"


@transaction.atomic
def set_page(*, piece: Piece, turned: int, crop: object, at: datetime | None = None) -> Piece:
    """Turn and cut a photographed page: only how it is shown; its bytes stay. WorkRefused: page, or as for a text."""
    part = clean_crop(crop)
    if turned not in TURNS or part is None or piece.work is None or piece.kind != Piece.Kind.PHOTO:
        raise WorkRefused("page")
    writable(piece.work, at or timezone.now())
    piece.turned, piece.crop = turned, [] if part == (0.0, 0.0, 1.0, 1.0) else list(part)
    piece.save(update_fields=["turned", "crop"])
    return piece


@transaction.atomic
def put_in_order(*, work: Work, wanted: Sequence[UUID], at: datetime | None = None) -> list[Piece]:
    """Put the pieces into another order; those that are not named stay behind. WorkRefused as for a text."""
    row = writable(work, at or timezone.now())
    there = {piece.uuid: piece for piece in row.pieces.filter(removed_at=None)}
    for place, uuid in enumerate(ordered(list(there), wanted), start=1):
        if there[uuid].position != place:
            there[uuid].position = place
            there[uuid].save(update_fields=["position"])
    return sorted(there.values(), key=lambda piece: piece.position)


@transaction.atomic
def remove_piece(*, piece: Piece, at: datetime | None = None) -> None:
    """Take a piece away, as its student wants; its bytes are deleted, its hash stays. WorkRefused as for a text."""
    now = at or timezone.now()
    if piece.work is None:
        raise WorkRefused("other")
    row = writable(piece.work, now)
    if Piece.objects.filter(pk=piece.pk, removed_at=None).update(removed_at=now, blob_key=""):
        Work.objects.filter(pk=row.pk).update(saved_at=now)
        journal.append(subject=row.uuid, action="work_piece_removed", piece=str(piece.uuid), sha256=piece.sha256)
        key = piece.blob_key
        transaction.on_commit(lambda: blobs.delete(key))
