"""The student's own data as one zip: a JSON file, and the own recordings and pictures. Streamed, never held."""

import json
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from oes.attempts.models import PICTURED, Attempt
from oes.evidence.zipping import zipped
from oes.exams.models import Enrolment
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.sealed import Unsealable
from oes.owndata.export_around import appeals_of
from oes.owndata.export_data import export_data, work_data
from oes.owndata.findings import hidden_of
from oes.recordings.models import Segment, UnannouncedSegment
from oes.violations.models import Evidence
from oes.written.models import Piece, Work

log = logging.getLogger(__name__)
PIECE_BYTES = 1024 * 1024
REST = timedelta(minutes=10)
MOST_A_DAY = 5
"""Of one attempt: an export of a long exam reads and decrypts some hundred megabytes."""


class TooOften(Exception):
    """This attempt was exported a moment ago, or often enough today."""


@transaction.atomic
def begin_export(*, attempt: Attempt, now: datetime) -> None:
    """Note in the journal that the student takes the own data out. Raises TooOften."""
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    _note(attempt.uuid, attempt.enrolment, now)


@transaction.atomic
def begin_work_export(*, work: Work, now: datetime) -> None:
    """Note in the journal that the student takes a work and what is kept around it out. Raises TooOften."""
    Work.objects.select_for_update().get(pk=work.pk)
    _note(work.uuid, work.enrolment, now)


def _note(subject: UUID, enrolment: Enrolment, now: datetime) -> None:
    taken = {"subject": subject, "action": "own_data_exported"}
    if journal.count(**taken, since=now - REST) or journal.count(**taken, since=now - timedelta(days=1)) >= MOST_A_DAY:
        raise TooOften
    journal.append(subject=subject, action="own_data_exported", actor=enrolment.student.user.uuid)


def export_zip(attempt: Attempt, now: datetime) -> Iterator[bytes]:
    """Yield the zip. What cannot be read is named in it, and stops nothing."""
    data = json.dumps(export_data(attempt, now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return zipped(_members(data.encode(), files_of(attempt, with_findings=hidden_of(attempt, now) is None)))


def work_zip(work: Work, now: datetime) -> Iterator[bytes]:
    """Yield the zip of a work that was written without a recording."""
    data = json.dumps(work_data(work.enrolment, now), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return zipped(_members(data.encode(), _files_of_enrolment(work.enrolment)))


def files_of(attempt: Attempt, *, with_findings: bool) -> list[tuple[str, str]]:
    """Return the own files: (name in the zip, blob key). Pictures of findings only where they may be seen."""
    found = []
    for track, run, sequence, container, key in _segments(attempt):
        found.append((f"recordings/{track}/{run:03}-{sequence:05}.{container}", key))
    for kind, model in PICTURED.items():
        rows = model.objects.filter(attempt=attempt).exclude(blob_key="").values_list("pk", "blob_key")  # type: ignore[attr-defined]
        found += [(f"pictures/{kind}-{pk}.{_extension(key)}", key) for pk, key in rows]
    if with_findings:
        shown = Evidence.objects.filter(violation__attempt=attempt).exclude(blob_key="")
        events = shown.values_list("violation__uuid", "blob_key")
        found += [(f"pictures/finding-{uuid}.{_extension(key)}", key) for uuid, key in events]
    return found + _files_of_enrolment(attempt.enrolment)


def _files_of_enrolment(enrolment: Enrolment) -> list[tuple[str, str]]:
    handed_in = Piece.objects.filter(work__enrolment=enrolment).exclude(blob_key="")
    told = handed_in.values_list("position", "uuid", "blob_key")
    found = [(f"work/{place:03}-{uuid}.{_extension(key)}", key) for place, uuid, key in told]
    for appeal in appeals_of(enrolment):
        kept = [(f"{row.uuid}", row.blob_key) for row in appeal.attachments.all()]
        kept += [(f"protocol-{row.language}", row.blob_key) for row in appeal.protocols.all()]
        found += [(f"appeals/{appeal.number}/{name}.{_extension(key)}", key) for name, key in kept]
    photos = enrolment.student.photos.exclude(blob_key="").values_list("uuid", "blob_key")
    return found + [(f"reference_photos/{uuid}.{_extension(key)}", key) for uuid, key in photos]


def _segments(attempt: Attempt) -> list[tuple[str, int, int, str, str]]:
    """Return track, run, number, container and blob key of what is kept; what came unannounced, too. Two queries."""
    rest = ("run__number", "sequence", "container", "blob_key")
    counted = Segment.objects.filter(track__attempt=attempt).exclude(blob_key="")
    late = UnannouncedSegment.objects.filter(attempt=attempt).exclude(blob_key="")
    return sorted({*counted.values_list("track__kind", *rest), *late.values_list("track", *rest)})


def _extension(key: str) -> str:
    return key.rpartition(".")[2]


def _members(data: bytes, files: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Iterable[bytes]]]:
    lost: list[str] = []
    yield "data.json", [data]
    for name, key in files:
        if blobs.is_there(key):
            yield name, _pieces(name, key, lost)
        else:
            lost.append(name)
    if lost:
        yield "not_readable.txt", ["\n".join(lost).encode()]


def _pieces(name: str, key: str, lost: list[str]) -> Iterator[bytes]:
    """Yield a file in pieces of at most 1 MiB, decrypted."""
    try:
        with blobs.open_blob(key) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece
    except (OSError, Unsealable) as error:  # its key is gone, or its bytes were changed
        log.warning("own data not readable", extra={"reason": type(error).__name__})
        lost.append(name)
