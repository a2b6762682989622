"""Rows as a finished or running attempt leaves them: segments, violations with evidence, trust, checks, photos."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.models import Attempt, Consent, IdentityCheck, ScreenCheck
from oes.domain.attempt_state import AttemptState
from oes.domain.durations import displayed_minutes
from oes.domain.identity import Sameness
from oes.domain.trust import CountedExam, Found, Line, TrustState, assess, counts_as_exam, overall_trust
from oes.domain.violations import KINDS
from oes.exams.models import Enrolment, Exam, ReferencePhoto, Student
from oes.exams.services import current_policy
from oes.lib import blobs
from oes.recordings.models import Run, Segment, Track, TrackKind
from oes.violations.models import Evidence, LedgerLine, StudentSummary, Trust, Violation
from tests.pictures import camera_picture, screen_picture


@dataclass(frozen=True, slots=True)
class Seen:
    """A violation to stage; `box` is the share 0..1 of the picture that it is about."""

    kind: str
    start: float
    end: float
    box: tuple[float, float, float, float] | None = (0.36, 0.2, 0.28, 0.45)


def authorise(student: Student) -> Student:
    """Let the student have signed in once (G5)."""
    student.authorised_at = timezone.now()
    student.save()
    return student


def sit(
    student: Student,
    exam: Exam,
    *,
    minutes: float = 60,
    started_at: datetime | None = None,
    seen: Iterable[Seen] = (),
    covered: float = 0.99,
    tier: str = "A",
) -> Attempt:
    """Return an ended and judged attempt; the student's summary is brought up to date."""
    started_at = started_at or timezone.now() - timedelta(minutes=minutes)
    attempt = _open(student, exam, started_at, tier)
    attempt.state, attempt.end_source = AttemptState.SUBMITTED, "student"
    attempt.ended_at = started_at + timedelta(minutes=minutes)
    attempt.save()
    for one in seen:
        add_violation(attempt, one)
    judge(attempt, covered)
    summarise(student)
    return attempt


def start(student: Student, exam: Exam, *, minutes_ago: float = 12) -> Attempt:
    """Return an attempt that still runs."""
    return _open(student, exam, timezone.now() - timedelta(minutes=minutes_ago), "A")


def _open(student: Student, exam: Exam, started_at: datetime, tier: str) -> Attempt:
    authorise(student)
    enrolment, _ = Enrolment.objects.get_or_create(exam=exam, student=student)
    attempt = Attempt.objects.create(
        enrolment=enrolment, attempt_number=enrolment.attempts.count() + 1, tier=tier, state=AttemptState.STARTED,
        policy=exam.policy or current_policy(exam.organisation), started_at=started_at,
    )  # fmt: skip
    Consent.objects.create(enrolment=enrolment, attempt=attempt, accepted=True, text_version="1", language="kk")
    return attempt


def add_violation(attempt: Attempt, seen: Seen, *, picture: bool = True) -> Violation:
    """Add a violation, with its evidence picture if asked for."""
    kind = KINDS[seen.kind]
    row = Violation.objects.create(
        attempt=attempt, kind=seen.kind, source=kind.source, direct=kind.direct, confidence=0.9,
        start_seconds=seen.start, end_seconds=seen.end,
    )  # fmt: skip
    if picture and kind.source == "camera":
        key, sha256 = store(f"pictures/{attempt.uuid}/evidence/{row.uuid}.jpg", camera_picture(seen.kind))
        x, y, width, height = seen.box or (None, None, None, None)
        Evidence.objects.create(
            violation=row, segment=add_segment(attempt, seen.start), at_seconds=seen.start, blob_key=key,
            sha256=sha256, box_x=x, box_y=y, box_width=width, box_height=height,
        )  # fmt: skip
    return row


def add_segment(attempt: Attempt, at: float, track: str = TrackKind.CAMERA) -> Segment:
    """Add the row of a segment (its bytes are not there)."""
    rows, _ = Track.objects.get_or_create(attempt=attempt, kind=track)
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    name = uuid.uuid4().hex
    return Segment.objects.create(
        track=rows, run=run, sequence=rows.segments.count(), started_seconds=at, ended_seconds=at + 8, size=1,
        sha256=name * 2, container="webm", blob_key=f"attempts/{name}/0.webm", link=name * 2,
        received_at=timezone.now(),
    )  # fmt: skip


def judge(attempt: Attempt, covered: float = 0.99) -> Trust:
    """State the trust of an attempt from its violations, as the machine would."""
    policy = attempt.policy.value()
    duration = attempt.duration_seconds(timezone.now())
    violations = {str(row.uuid): row for row in attempt.violations.all()}
    found = [Found(row.start_seconds, row.end_seconds, row.kind, key) for key, row in violations.items()]
    result = assess(found, covered, duration, policy)
    trust = Trust.objects.create(
        attempt=attempt, state=result.state, percent=result.percent, coverage=result.coverage, is_final=True,
        counted_seconds=result.counted_seconds, built_at=timezone.now(),
    )  # fmt: skip
    LedgerLine.objects.bulk_create(_ledger_line(trust, violations[line.found.key], line) for line in result.lines)
    return trust


def _ledger_line(trust: Trust, violation: Violation, line: Line) -> LedgerLine:
    return LedgerLine(
        trust=trust, violation=violation, counted_seconds=line.counted_seconds, grade=line.grade,
        per_event=line.weight.per_event, per_second=line.weight.per_second, cap=line.weight.cap,
        uncapped=line.uncapped, deduction=line.deduction, exposure_seconds=line.standing.exposure_seconds,
        false_alarms=line.standing.false_alarms,
    )  # fmt: skip


def summarise(student: Student) -> StudentSummary:
    """Bring the student's row of the students page up to date (G6-G10)."""
    rows = list(Attempt.objects.filter(enrolment__student=student, trust__isnull=False).select_related("trust"))
    now = timezone.now()
    counted = [row for row in rows if counts_as_exam(row.duration_seconds(now), row.policy.value())]
    stated = [row.trust.percent for row in counted if row.trust.percent is not None]
    poor = [row.trust.coverage for row in counted if row.trust.state == TrustState.INSUFFICIENT_EVIDENCE]
    values = {
        "exams": len(counted),
        "displayed_minutes": sum(displayed_minutes(row.duration_seconds(now)) for row in rows),
        "trust_percent": overall_trust([CountedExam(r.trust.percent, r.duration_seconds(now)) for r in counted]),
        "worst_percent": min(stated, default=None),
        "insufficient": bool(poor),
        "least_coverage": min(poor, default=None),
        "direct_violations": Violation.objects.filter(attempt__in=rows, direct=True).count(),
    }
    return StudentSummary.objects.update_or_create(student=student, defaults=values)[0]


def add_checks(attempt: Attempt) -> None:
    """Add the verification steps of an attempt: screen before "OK", face at start, random moment and end."""
    duration = attempt.duration_seconds(timezone.now())
    for kind, at in ((ScreenCheck.Kind.VERIFICATION, 0.0), (ScreenCheck.Kind.OPENING, 4.0)):
        key, sha256 = store(f"pictures/{attempt.uuid}/checks/screen_{kind}.png", screen_picture())
        ScreenCheck.objects.create(
            attempt=attempt, kind=kind, at_seconds=at, surface="monitor", blob_key=key, sha256=sha256,
            done_at=attempt.started_at + timedelta(seconds=at),
        )  # fmt: skip
    moments = IdentityCheck.Moment
    for moment, at, result in (
        (moments.START, 0.0, Sameness.SAME),
        (moments.RANDOM, duration * 0.4, Sameness.CANNOT_TELL),
        (moments.END, duration, Sameness.SAME),
    ):
        key, sha256 = store(f"pictures/{attempt.uuid}/checks/face_{moment}.jpg", camera_picture("face"))
        IdentityCheck.objects.create(
            attempt=attempt, moment=moment, at_seconds=at, result=result, similarity=0.71, blob_key=key,
            sha256=sha256, done_at=attempt.started_at + timedelta(seconds=at),
        )  # fmt: skip


def approve_photo(student: Student, by: User | None = None) -> ReferencePhoto:
    """Add an approved reference photo."""
    key, sha256 = store(f"students/{student.uuid}/reference.jpg", camera_picture("face"))
    return ReferencePhoto.objects.create(
        student=student, blob_key=key, sha256=sha256, source=ReferencePhoto.Source.ROSTER, decided_by=by,
        state=ReferencePhoto.State.APPROVED, decided_at=timezone.now(),
    )  # fmt: skip


def store(key: str, body: bytes) -> tuple[str, str]:
    """Store a picture and return its key and hash."""
    blobs.put(key, body)
    return key, hashlib.sha256(body).hexdigest()
