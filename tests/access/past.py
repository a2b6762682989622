"""The same student's earlier exam: over, judged, with a request to erase it. Its own pages are open."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.releasing import release_verdict
from oes.attempts.models import Attempt
from oes.exams.models import Exam, Student
from oes.lib import blobs
from oes.owndata.erasure import ask_for_erasure
from oes.recordings.models import JoinedFile, Track
from oes.review.services import record_verdict
from tests.scenes import Seen, add_checks, sit


def make_past(exam: Exam, student: Student, by: User) -> tuple[Attempt, dict[str, Any]]:
    """Return the attempt, and what stands in the addresses of its pages."""
    now = timezone.now()
    Exam.objects.filter(pk=exam.pk).update(opens_at=now - timedelta(hours=9), closes_at=now - timedelta(hours=1))
    exam.refresh_from_db()
    done = sit(student, exam, started_at=now - timedelta(hours=4), seen=[Seen("second_person", 600, 620)])
    add_checks(done)
    key = f"attempts/{done.uuid}/joined/camera-0.webm"
    blobs.put(key, b"\x1a\x45\xdf\xa3" + bytes(200))
    Track.objects.filter(attempt=done).update(joined_at=now)
    track = Track.objects.get(attempt=done, kind="camera")
    file = JoinedFile.objects.create(track=track, start_seconds=0, end_seconds=8, blob_key=key, container="webm")
    request = ask_for_erasure(attempt=done, words="")
    release_verdict(verdict=record_verdict(attempt=done, honest=False, reason="", by=by), by=by)
    waits = record_verdict(attempt=done, honest=False, reason="A second look", by=by)
    return done, {
        "owndata:attempt_uuid": done.uuid, "owndata:file_uuid": file.uuid, "owndata:kind": "identity",
        "owndata:key": done.identitychecks.first().uuid, "owndata:uuid": request.uuid,
        "past": done.violations.get().uuid,
        "evidence:pack:uuid": done.uuid, "appeals:attempt_uuid": done.uuid, "verdict": waits.uuid,
    }  # fmt: skip
