"""Opening a rehearsal and keeping what it came to."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.attempts.services import AttemptRefused, end_attempt, open_attempt
from oes.domain.rehearsal import Measured, outcome
from oes.domain.tiers import Tier
from oes.exams.models import Enrolment, Exam, Student
from oes.journal import services as journal
from oes.lib.codes import drawn_code
from oes.recordings.models import Segment, TrackKind
from oes.rehearsals.models import Rehearsal

CODE_LETTERS = 6
"""387 million codes, to be read out on the telephone."""
ALWAYS = datetime(2999, 12, 31, tzinfo=UTC)


MOST_A_DAY = 20
"""Of one student: each may store some hundred megabytes."""


class NoRehearsal(Exception):
    """The attempt is an exam's."""


def rehearsal_exam(organisation: Organisation) -> Exam:
    """Return the hidden exam that an organisation's rehearsals are attempts of; the first call makes it."""
    values = {
        "title": "Rehearsal",
        "address": "",
        "planned_minutes": 1,
        "opens_at": datetime(2000, 1, 1, tzinfo=UTC),
        "closes_at": ALWAYS,
    }
    return Exam.objects.get_or_create(organisation=organisation, is_rehearsal=True, defaults=values)[0]


def enrolment_of(student: Student) -> Enrolment:
    """Return the student's place at rehearsals."""
    return Enrolment.objects.get_or_create(exam=rehearsal_exam(student.organisation), student=student)[0]


@transaction.atomic
def open_rehearsal(*, student: Student, text_version: str, language: str, user_agent: str) -> Attempt:
    """Return a new attempt with the accepted consent; one that was left half-way ends here. AttemptRefused: used_up."""
    enrolment = enrolment_of(student)
    if enrolment.attempts.filter(created_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise AttemptRefused("used_up")
    for left in enrolment.attempts.filter(ended_at=None, state__in=("created", "ready", "started", "paused")):
        end_attempt(attempt=left, source="student")
    return open_attempt(enrolment=enrolment, text_version=text_version, language=language, user_agent=user_agent)


@transaction.atomic
def record_rehearsal(*, attempt: Attempt, told: dict[str, Any], user_agent: str) -> Rehearsal:
    """Keep the result and end the attempt; told again returns the row there is. NoRehearsal for an exam's attempt.

    `told`: the fields of `Measured` that a page measures; the server adds what it has seen itself.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",)).select_related("enrolment__exam", "policy").get(pk=attempt.pk)
    )
    if not attempt.is_rehearsal:
        raise NoRehearsal
    known = Rehearsal.objects.filter(attempt=attempt).first()
    if known:
        return known
    measured = Measured(**told, stored_seconds=_stored_seconds(attempt), face_problems=_face_problems(attempt))
    found = outcome(measured, attempt.policy.value(), pictures=attempt.tier == Tier.STILLS)
    values = asdict(measured)
    problems = values.pop("face_problems")
    organisation = attempt.enrolment.exam.organisation
    row = Rehearsal.objects.create(
        organisation=organisation, attempt=attempt, code=_free_code(organisation), tier=found.tier or "",
        level=found.level, face_checked=problems is not None, face_problems=",".join(problems or ()),
        user_agent=user_agent[:300], **values,
    )  # fmt: skip
    end_attempt(attempt=attempt, source="student")
    journal.append(subject=attempt.uuid, action="rehearsal_done", tier=row.tier, level=row.level)
    return row


def _free_code(organisation: Organisation) -> str:
    """Return a code that the organisation has not given out."""
    while Rehearsal.objects.filter(organisation=organisation, code=(code := drawn_code(CODE_LETTERS))).exists():
        pass
    return code


def _stored_seconds(attempt: Attempt) -> float:
    camera = Segment.objects.filter(track__attempt=attempt, track__kind=TrackKind.CAMERA)
    return camera.aggregate(sum=Sum(F("ended_seconds") - F("started_seconds")))["sum"] or 0.0


def _face_problems(attempt: Attempt) -> tuple[str, ...] | None:
    """Return the newest answer to the picture of the face, or None where there is none."""
    checks = Segment.objects.filter(track__attempt=attempt, track__kind=TrackKind.CHECK_START).select_related("answer")
    newest = checks.filter(answer__isnull=False).order_by("-pk").first()
    return tuple(p for p in newest.answer.problems.split(",") if p) if newest else None


def note_lookup(*, rehearsal: Rehearsal, by: Any) -> None:
    """Note that somebody of the staff looked at a result."""
    journal.append(subject=rehearsal.attempt.uuid, action="rehearsal_viewed", actor=by.uuid)
