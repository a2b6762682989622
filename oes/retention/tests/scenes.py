"""An attempt as it lies on the disk after an exam: every kind of data with its bytes."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from oes.analysis.models import ObservationSet
from oes.attempts.models import Attempt
from oes.exams.models import Exam, Student
from oes.journal import services as journal
from oes.lib import blobs
from oes.recordings.models import ClientEvent, JoinedFile, Segment
from tests.scenes import Seen, add_checks, add_segment, approve_photo, sit

BODY = b"\x1aE\xdf\xa3 a recording that nobody else may see"


def record(attempt: Attempt, body: bytes = BODY) -> Segment:
    """Store a segment: bytes, row and link."""
    segment = add_segment(attempt, 30.0)
    segment.blob_key = f"attempts/{attempt.uuid}/camera/1-{segment.sequence}.webm"
    segment.sha256, segment.codecs = hashlib.sha256(body).hexdigest(), "vp8"
    segment.analysed_at = timezone.now()
    segment.save()
    blobs.put(segment.blob_key, body)
    journal.append(
        subject=attempt.uuid, action="segment_stored", track="camera", run=1, sequence=segment.sequence,
        sha256=segment.sha256,
    )  # fmt: skip
    return segment


def sat_long_ago(student: Student, exam: Exam, *, days: float) -> Attempt:
    """Return an attempt that ended so many days ago, with a segment, a joined file, measures, events, pictures."""
    attempt = sit(
        student, exam, seen=[Seen("phone", 400, 420)], started_at=timezone.now() - timedelta(days=days, hours=1)
    )
    Attempt.objects.filter(pk=attempt.pk).update(created_at=attempt.started_at)
    Segment.objects.filter(track__attempt=attempt).update(blob_key="")  # the scene's has no bytes
    segment = record(attempt)
    add_checks(attempt)
    key = f"attempts/{attempt.uuid}/joined/camera-0.webm"
    blobs.put(key, BODY)
    JoinedFile.objects.create(track=segment.track, start_seconds=0, end_seconds=8, blob_key=key, container="webm")
    ObservationSet.objects.create(
        segment=segment, version="1", step_seconds=1, frames={"at": [0]}, embeddings=b"12", duration_seconds=8
    )
    ClientEvent.objects.create(
        attempt=attempt, source="guard", run_key=segment.run.key, sequence=1, kind="program", at_seconds=5,
        received_at=timezone.now(), detail="Telegram",
    )  # fmt: skip
    photo = approve_photo(student)
    photo.added_at = attempt.started_at
    photo.save()
    exam.closes_at = attempt.ended_at
    exam.save()
    return attempt
