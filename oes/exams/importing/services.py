"""Writes about imports: a file comes, a person confirms or cancels, the worker ends it, time forgets it."""

import hashlib
import uuid
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from oes.accounts.models import Organisation, User
from oes.exams.models import ExamPeriod, ImportJob
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.keys import shred

State = ImportJob.State
UNANSWERED_DAYS = 7
"""After so many days a file that nobody confirmed is cancelled."""
KEPT_DAYS = 30
"""For so long after its end the lines of an import can be looked at."""


def add_job(
    *, organisation: Organisation, kind: str, period: ExamPeriod | None, file: UploadedFile, key: uuid.UUID, by: User
) -> ImportJob:
    """Store an uploaded file for the worker to read. `key` is of the form: one sent twice makes one job."""
    known = ImportJob.objects.filter(uuid=key).first()
    if known and known.organisation_id == organisation.pk:
        return known
    if known:  # of another institution: its file stays as it is
        key = uuid.uuid4()
    blob_key, sha256 = _stored(file, key)
    with transaction.atomic():
        row, made = ImportJob.objects.get_or_create(
            uuid=key,
            defaults={
                "organisation": organisation, "kind": kind, "period": period, "blob_key": blob_key, "sha256": sha256,
                "file_name": (file.name or "")[:200], "size": file.size or 0, "added_by": by,
                "language": (get_language() or "ru")[:5],
            },
        )  # fmt: skip
        if made:
            _tell(row, by, "import_uploaded")
    return row


def _stored(file: UploadedFile, key: uuid.UUID) -> tuple[str, str]:
    blob_key, sha256 = f"imports/{key}/file", hashlib.sha256()
    for piece in file.chunks():
        sha256.update(piece)
    if isinstance(file, TemporaryUploadedFile):
        blobs.put_file(blob_key, Path(file.temporary_file_path()))
    else:
        file.seek(0)
        blobs.put(blob_key, file.read())
    return blob_key, sha256.hexdigest()


@transaction.atomic
def confirm(*, job: ImportJob, by: User) -> bool:
    """Let the worker carry the import out; False where it does not wait for that any more."""
    asked = ImportJob.objects.filter(pk=job.pk, state=State.PLANNED)
    begun = {"done": 0, "counts": {}, "tries": 0, "claimed_by": None, "claimed_at": None}
    if not asked.update(state=State.CONFIRMED, confirmed_by=by, **begun):
        return False
    _tell(job, by, "import_confirmed")
    return True


@transaction.atomic
def cancel(*, job: ImportJob, by: User | None) -> bool:
    """End an import that has changed nothing yet; False where it is too late. Its file is deleted."""
    open_states = (State.WAITING, State.PLANNED)
    if not ImportJob.objects.filter(pk=job.pk, state__in=open_states).update(state=State.CANCELLED):
        return False
    job.state = State.CANCELLED
    _end(job)
    _tell(job, by, "import_cancelled")
    return True


@transaction.atomic
def refuse(*, job: ImportJob, error: str) -> None:
    """End an import that cannot be read or cannot go on."""
    job.state, job.error = State.REFUSED, error[:500]
    _end(job)


@transaction.atomic
def finish(*, job: ImportJob) -> None:
    """End an import that is carried out, and tell the journal."""
    job.state = State.DONE
    _end(job)
    journal.append(
        subject=job.organisation.uuid,
        action="roster_imported",
        actor=job.confirmed_by.uuid if job.confirmed_by else None,
        kind=job.kind,
        job=str(job.uuid),
        sha256=job.sha256,
        **job.counts,
    )


def _tell(job: ImportJob, by: User | None, action: str) -> None:
    journal.append(
        subject=job.organisation.uuid, action=action, actor=by.uuid if by else None, kind=job.kind, job=str(job.uuid),
        sha256=job.sha256,
    )  # fmt: skip


def _end(job: ImportJob) -> None:
    job.ended_at, job.blob_key = timezone.now(), ""
    job.claimed_by = job.claimed_at = None
    job.save(update_fields=["state", "error", "ended_at", "blob_key", "claimed_by", "claimed_at"])
    transaction.on_commit(partial(_delete_file, job.uuid))


def _delete_file(key: uuid.UUID) -> None:
    shred(f"imports-{key}")
    blobs.delete_folder(f"imports/{key}")


def forget_old() -> bool:
    """Cancel what nobody confirmed and delete what has long ended; False: there is no more to do at once."""
    now = timezone.now()
    for job in ImportJob.objects.filter(
        state__in=(State.WAITING, State.PLANNED), added_at__lt=now - timedelta(days=UNANSWERED_DAYS)
    ):
        cancel(job=job, by=None)
    ImportJob.objects.filter(ended_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return False
