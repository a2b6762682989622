"""What a student appeals against: the exam with its sitting, the released verdict and mark, and until when."""

from dataclasses import dataclass
from datetime import datetime

from oes.appeals.deadlines import calendar_of, rules_of
from oes.appeals.models import LineKind, Release
from oes.attempts.models import Attempt
from oes.exams.models import Enrolment, Exam, Student
from oes.recorder.queries import own_enrolment
from oes.written.models import Work


@dataclass(frozen=True, slots=True)
class Basis:
    """The results of an exam, as far as they were told to the student.

    `until`: for each kind of line that can be contested, the end (UTC, exclusive) of the time for it.
    """

    student: Student
    exam: Exam
    attempt: Attempt | None
    release: Release | None
    work: Work | None
    until: dict[str, datetime]

    @property
    def last(self) -> datetime | None:
        """Return when the last kind can be contested no more; None while nothing can be contested yet."""
        return max(self.until.values(), default=None)


def basis_of(student: Student, exam_uuid: object, now: datetime) -> Basis:
    """Return what the student may appeal against in an exam, 404 where it is none of the student's. Seven queries."""
    enrolment = own_enrolment(student, exam_uuid)
    exam, attempts = enrolment.exam, list(enrolment.attempts.select_related("policy", "trust").order_by("-pk"))
    release = _release(attempts)
    attempt = release.verdict.attempt if release else next((row for row in attempts if row.has_ended), None)
    work = Work.objects.select_related("written").filter(enrolment=enrolment, written__released_at__isnull=False)
    found = work.first()
    return Basis(student, exam, attempt, release, found, _until(exam, attempt, release, found, now))


def _release(attempts: list[Attempt]) -> Release | None:
    rows = Release.objects.filter(verdict__attempt__in=attempts)
    return rows.select_related("verdict__attempt__policy", "verdict__attempt__trust").order_by("-at", "-pk").first()


def _until(
    exam: Exam, attempt: Attempt | None, release: Release | None, work: Work | None, now: datetime
) -> dict[str, datetime]:
    rules = rules_of(exam.organisation)
    calendar, until = calendar_of(exam.organisation, rules), {}
    if release:
        until = {LineKind.EVENT.value: release.appeal_until, LineKind.VERDICT.value: release.appeal_until}
    if work and work.written.released_at:
        until[LineKind.MARK.value] = calendar.deadline(work.written.released_at, rules.filing_days)
    over = attempt.ended_at if attempt and attempt.ended_at else exam.closes_at
    if over <= now:
        until[LineKind.CONDUCT.value] = max([calendar.deadline(over, rules.filing_days), *until.values()])
    return until


def enrolments_to_appeal(student: Student) -> list[Enrolment]:
    """Return the exams of a student in which there may be something to appeal against, newest first. One query."""
    rows = student.enrolments.real().select_related("exam__organisation")
    return list(rows.order_by("-exam__opens_at"))
