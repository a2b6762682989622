"""What is kept about a student's attempt, as plain data for the export. Nothing of anybody else stands in it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from oes.attempts.models import Attempt, Challenge, Consent, IdentityCheck, ScreenCheck
from oes.exams.models import Enrolment
from oes.owndata.export_around import around, around_enrolment, problems_without_attempt
from oes.owndata.findings import findings_of
from oes.owndata.rows import row_of, rows_of
from oes.owndata.seen import seen_of
from oes.recordings.models import ClientEvent, FaultLine, Gap, Segment, UnannouncedSegment
from oes.review.models import Answer, Verdict

STUDENT = ("full_name", "record_book_number", "iin")
ATTEMPT = (
    "uuid", "attempt_number", "state", "tier", "created_at", "started_at", "ended_at", "end_source", "compares_faces",
    "exam_started_seconds", "exam_ended_seconds", "paused_seconds",
)  # fmt: skip
CONSENT = ("accepted", "text_version", "language", "biometrics", "at", "withdrawn_at", "user_agent")
CHECK = ("at_seconds", "done_at", "sha256")
SEGMENT = ("sequence", "started_seconds", "ended_seconds", "received_at", "size", "sha256", "link")
GAP = ("track", "start_seconds", "end_seconds", "reason", "known_by")
FAULT = ("cause", "reason", "start_seconds", "end_seconds", "known_by", "detail")
EVENT = ("source", "kind", "at_seconds", "received_at", "detail")
ANSWER = ("kind", "detail", "start_seconds", "end_seconds", "text", "at")
RESULT = ("at", "answer_until", "appeal_until", "told")
REQUEST = ("source", "words", "state", "asked_at", "decided_at", "reason", "done_at")


def export_data(attempt: Attempt, now: datetime) -> dict[str, Any]:
    """Return the data of an attempt; what was found only where its student may see it."""
    findings = findings_of(attempt, now)
    return {
        "exported_at": now,
        **_who(attempt.enrolment),
        "attempt": {**row_of(attempt, ATTEMPT), "policy_version": attempt.policy.version},
        "consent": _consent(attempt),
        "allowances": rows_of(attempt.allowances.all(), ("source", "breaks", "break_minutes", "extra_minutes", "at")),
        "pauses": rows_of(attempt.pauses.all(), ("kind", "start_seconds", "end_seconds", "most_seconds")),
        "marks": rows_of(attempt.marks.all(), ("kind", "minutes", "at")),
        "checks": _checks(attempt),
        "segments": _segments(attempt),
        "unannounced_segments": _late(attempt),
        "gaps": rows_of(Gap.objects.filter(attempt=attempt), GAP),
        "technical_faults": rows_of(FaultLine.objects.filter(attempt=attempt), FAULT),
        "events": rows_of(ClientEvent.objects.filter(attempt=attempt), EVENT),
        "findings_hidden": findings.hidden,
        "trust_percent": findings.percent,
        "findings": [_finding(asdict(event)) for event in findings.events],
        "results": _results(attempt),
        "answers": rows_of(Answer.objects.filter(attempt=attempt), ANSWER),
        "seen_by": [asdict(seen) for seen in seen_of(attempt)],
        "erasure_requests": rows_of(attempt.erasure_requests.all(), REQUEST),
        **around(attempt),
        "reference_photos": _photos(attempt.enrolment),
    }


def work_data(enrolment: Enrolment, now: datetime) -> dict[str, Any]:
    """Return the data of a student at a written exam without a recording."""
    return {
        "exported_at": now,
        **_who(enrolment),
        **around_enrolment(enrolment),
        "problems": problems_without_attempt(enrolment),
        "reference_photos": _photos(enrolment),
    }


def _who(enrolment: Enrolment) -> dict[str, Any]:
    student, exam = enrolment.student, enrolment.exam
    return {
        "student": {**row_of(student, STUDENT), "group": student.study_group.code, "email": student.user.email},
        "exam": {"title": exam.title, "opens_at": exam.opens_at, "closes_at": exam.closes_at},
    }


def _photos(enrolment: Enrolment) -> list[dict[str, Any]]:
    return rows_of(enrolment.student.photos.all(), ("uuid", "source", "state", "added_at", "sha256"))


def _results(attempt: Attempt) -> list[dict[str, Any]]:
    """Return the verdicts that the student was told, word for word; a verdict that was not released is in no export.
    A release is a row of an app above: only the names of its relations are known here."""
    told = Verdict.objects.filter(attempt=attempt, released_at__isnull=False).select_related("release")
    return [row_of(row.release, RESULT) for row in told if hasattr(row, "release")]


def _consent(attempt: Attempt) -> dict[str, Any] | None:
    row = Consent.objects.filter(attempt=attempt).select_related("text").first()
    return {**row_of(row, CONSENT), "text": row.text.blocks if row.text else None} if row else None


def _checks(attempt: Attempt) -> list[dict[str, Any]]:
    faces = rows_of(IdentityCheck.objects.filter(attempt=attempt), (*CHECK, "moment", "result", "similarity"))
    screens = rows_of(ScreenCheck.objects.filter(attempt=attempt), (*CHECK, "kind", "surface"))
    asked = rows_of(
        Challenge.objects.filter(attempt=attempt), (*CHECK, "moment", "steps", "tries", "result", "measured")
    )
    named = (("identity", faces), ("screen", screens), ("challenge", asked))
    return [{"check": name, **row} for name, rows in named for row in rows]


def _segments(attempt: Attempt) -> list[dict[str, Any]]:
    rows = Segment.objects.filter(track__attempt=attempt).select_related("track", "run")
    return [{"track": row.track.kind, "run": row.run.number, **row_of(row, SEGMENT)} for row in rows]


def _late(attempt: Attempt) -> list[dict[str, Any]]:
    rows = UnannouncedSegment.objects.filter(attempt=attempt).select_related("run")
    return [{"run": row.run.number, **row_of(row, ("track", *SEGMENT, "state", "decided_at"))} for row in rows]


def _finding(event: dict[str, Any]) -> dict[str, Any]:
    names = ("uuid", "kind", "caption", "start_seconds", "end_seconds", "weight", "note", "denied")
    return {name: str(event[name]) if name == "uuid" else event[name] for name in names}
