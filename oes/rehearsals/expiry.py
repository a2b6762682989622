"""Deleting rehearsals: recordings after some days, results after half a year."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from oes.attempts.models import PICTURED, Attempt
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.keys import shred
from oes.recordings.models import JoinedFile, Segment

RESULT_DAYS = 180


def delete_next() -> bool:
    """Delete one rehearsal's recording, or one old result; return False when nothing is due."""
    now = timezone.now()
    rehearsals = Attempt.objects.filter(enrolment__exam__is_rehearsal=True)
    old = rehearsals.filter(created_at__lt=now - timedelta(days=RESULT_DAYS)).order_by("pk").first()
    if old:
        delete_recording(attempt=old)
        _delete_result(old)
        return True
    due = rehearsals.filter(created_at__lt=now - timedelta(days=settings.OES_REHEARSAL_DAYS), runs__isnull=False)
    attempt = due.order_by("pk").first()
    if attempt is None:
        return False
    delete_recording(attempt=attempt)
    return True


def delete_recording(*, attempt: Attempt) -> None:
    """Delete what a rehearsal recorded and told: first the files and their key, then their rows.

    Without the key no copy of them opens any more.

    A worker that dies in between leaves rows whose files are gone; the next one deletes the rows. The folder goes
    whole: a server that was killed may have left a file there that no row names.
    """
    segments = Segment.objects.filter(track__attempt=attempt)
    keys = [
        *(key for row in segments for key in {row.blob_key, row.played_key}),
        *JoinedFile.objects.filter(track__attempt=attempt).values_list("blob_key", flat=True),
    ]
    for pictures in PICTURED.values():
        keys += pictures.objects.filter(attempt=attempt).values_list("blob_key", flat=True)
    keys = [key for key in keys if key]
    for key in keys:
        blobs.delete(key)
    for kind in ("attempts", "pictures"):
        shred(f"{kind}-{attempt.uuid}")
        blobs.delete_folder(f"{kind}/{attempt.uuid}")
    with transaction.atomic():
        for rows in (attempt.tracks, attempt.announced, attempt.events, attempt.gaps, attempt.tokens, attempt.runs):
            rows.all().delete()
        for checks in (attempt.identitychecks, attempt.screenchecks, attempt.challenges):
            checks.all().delete()
        if keys:
            journal.append(subject=attempt.uuid, action="rehearsal_deleted", files=len(keys))


@transaction.atomic
def _delete_result(attempt: Attempt) -> None:
    """Delete the attempt with its consent and its result. The journal keeps that it was."""
    enrolment = attempt.enrolment
    attempt.delete()
    if not enrolment.attempts.exists() and not enrolment.consents.exists():
        enrolment.delete()
