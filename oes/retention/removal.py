"""How each kind of data goes: first the key, so that no copy of the bytes opens any more, then bytes, then rows.

The first part (`BYTES`) may be repeated at will: a worker that dies leaves the rest to the next one. The second
(`ROWS`) runs in the transaction that says it is done. Rows that hold nothing but times and hashes stay, so that
reports, gaps and coverage stay as they were.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import PROTECT

from oes.analysis.models import ObservationSet
from oes.attempts.models import PICTURED, Attempt, Challenge
from oes.domain.retention import Kind
from oes.exams.models import Student
from oes.journal.models import Entry
from oes.lib import blobs
from oes.lib.keys import shred
from oes.recordings.models import JoinedFile, Segment, UnannouncedSegment
from oes.retention.appealed import delete_releases_of, delete_results_of
from oes.retention.proofs import Named
from oes.violations.models import Evidence
from oes.violations.summaries import rebuild_summary

log = logging.getLogger(__name__)
ACTIONS = {
    Kind.MEDIA: {"segment_stored", "segment_unannounced"},
    Kind.MEASURES: {"segment_analysed"},
    Kind.EVENTS: {"events_told"},
}
"""The entries of the journal that hold the hash of what is deleted."""
NOT_OF_RESULTS = set[str]().union(*ACTIONS.values())


def picture_rows(attempt: Attempt) -> list[Any]:
    """Return all rows of an attempt that have a picture now."""
    rows: list[Any] = list(Evidence.objects.filter(violation__attempt=attempt).exclude(blob_key=""))
    for model in PICTURED.values():
        rows += model.objects.filter(attempt=attempt).exclude(blob_key="")
    return rows


def named(attempt: Attempt, kind: Kind) -> Named:
    """Return what the journal says of this kind of data, and the pictures by their rows."""
    if kind == Kind.PICTURES:
        return [(f"{row._meta.model_name}-{row.pk}", row.sha256) for row in picture_rows(attempt)]
    entries = Entry.objects.filter(chain__subject=attempt.uuid)
    actions = ACTIONS.get(kind)
    entries = entries.filter(action__in=actions) if actions else entries.exclude(action__in=NOT_OF_RESULTS)
    told = entries.order_by("sequence").values_list("sequence", "content")
    return [(_name(sequence, content), content["sha256"]) for sequence, content in told if "sha256" in content]


def _name(sequence: int, content: dict[str, Any]) -> str:
    if {"track", "run", "sequence"} <= set(content):
        return f"{content['track']}-{content['run']}-{content['sequence']}"
    return str(content.get("part") or f"link-{sequence}")


def media_bytes(attempt: Attempt) -> None:
    _rescue_pictures(attempt)
    shred(f"attempts-{attempt.uuid}")
    blobs.delete_folder(f"attempts/{attempt.uuid}")


def _rescue_pictures(attempt: Attempt) -> None:
    """Move pictures of before they had a key of their own to where it is not the recording's."""
    for row in picture_rows(attempt):
        if not row.blob_key.startswith("attempts/"):
            continue
        key = f"pictures/{attempt.uuid}/" + row.blob_key.split("/", 2)[2]
        try:
            blobs.put(key, blobs.read(row.blob_key))
        except OSError as error:
            log.warning("picture is gone", extra={"row": row.pk, "reason": type(error).__name__})
            key = ""
        type(row).objects.filter(pk=row.pk).update(blob_key=key)


def media_rows(attempt: Attempt) -> None:
    JoinedFile.objects.filter(track__attempt=attempt).delete()
    Segment.objects.filter(track__attempt=attempt).update(blob_key="")
    UnannouncedSegment.objects.filter(attempt=attempt).update(blob_key="")


def picture_bytes(attempt: Attempt) -> None:
    for row in picture_rows(attempt):
        blobs.delete(row.blob_key)  # one of before lies beside the recording
    shred(f"pictures-{attempt.uuid}")
    blobs.delete_folder(f"pictures/{attempt.uuid}")


def picture_rows_emptied(attempt: Attempt) -> None:
    Evidence.objects.filter(violation__attempt=attempt).update(blob_key="")
    for model in PICTURED.values():
        model.objects.filter(attempt=attempt).update(blob_key="")


def measure_rows(attempt: Attempt) -> None:
    ObservationSet.objects.filter(segment__track__attempt=attempt).delete()
    Challenge.objects.filter(attempt=attempt).update(measured=[])


def event_rows(attempt: Attempt) -> None:
    attempt.events.all().delete()
    attempt.runs.update(user_agent="")
    attempt.tokens.all().delete()  # and with them which program used them


def result_rows(attempt: Attempt) -> None:
    """Delete the attempt and all that hangs on it, its enrolment too where nothing else does."""
    enrolment, student = attempt.enrolment, attempt.enrolment.student
    delete_releases_of(attempt)
    for relation in attempt._meta.related_objects:
        if relation.on_delete is PROTECT:
            relation.related_model._default_manager.filter(**{relation.field.name: attempt}).delete()
    attempt.delete()
    if not enrolment.attempts.exists() and not hasattr(enrolment, "work"):
        enrolment.delete()
    rebuild_summary(student)


def photo_bytes(student: Student) -> None:
    shred(f"students-{student.uuid}")
    blobs.delete_folder(f"students/{student.uuid}")


def _nothing(_attempt: Attempt) -> None:
    """Has no bytes outside the database."""


BYTES: dict[Kind, Callable[[Attempt], None]] = {
    Kind.MEDIA: media_bytes,
    Kind.MEASURES: _nothing,
    Kind.EVENTS: _nothing,
    Kind.PICTURES: picture_bytes,
    Kind.RESULTS: delete_results_of,
}
ROWS: dict[Kind, Callable[[Attempt], None]] = {
    Kind.MEDIA: media_rows,
    Kind.MEASURES: measure_rows,
    Kind.EVENTS: event_rows,
    Kind.PICTURES: picture_rows_emptied,
    Kind.RESULTS: result_rows,
}
