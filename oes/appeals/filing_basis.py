"""What a student appeals against: the exam with its sitting, the released verdict and mark, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404

from oes.appeals.deadlines import calendar_of, rules_of
from oes.appeals.models import LineKind, Release
from oes.attempts.models import Attempt
from oes.domain.working_days import Calendar
from oes.exams.models import Enrolment, Exam, Student
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
        """Return from when on nothing can be contested any more; None while nothing can be contested yet."""
        return max(self.until.values(), default=None)

    def is_open(self, at: datetime) -> bool:
        """Return whether something can be contested at a moment."""
        return self.last is not None and at < self.last


def basis_of(student: Student, exam_uuid: object, now: datetime) -> Basis:
    """Return what the student may appeal against in an exam, 404 where it is none of the student's. Five queries."""
    found = bases_of(student, now, exam__uuid=exam_uuid)
    if not found:
        raise Http404
    return found[0]


def bases_of(student: Student, now: datetime, **which: object) -> list[Basis]:
    """Return that of all exams of a student, the newest exam first; `which` narrows the enrolments. Five queries."""
    rows = student.enrolments.real().filter(**which).order_by("-exam__opens_at", "-pk")
    attempts = Attempt.objects.real().select_related("policy", "trust", "enrolment__exam").order_by("-pk")
    enrolments = list(
        rows.select_related("exam__organisation", "exam__period", "work__written").prefetch_related(
            Prefetch("attempts", queryset=attempts)
        )
    )
    if not enrolments:
        return []
    releases = _releases(enrolments)
    rules = rules_of(student.organisation)
    calendar = calendar_of(student.organisation, rules)
    return [_basis(student, row, releases, calendar, rules.filing_days, now) for row in enrolments]


def _releases(enrolments: Iterable[Enrolment]) -> dict[int, Release]:
    """Return the newest release of each enrolment."""
    rows = Release.objects.filter(verdict__attempt__enrolment__in=enrolments).order_by("at", "pk")
    return {row.verdict.attempt.enrolment_id: row for row in rows.select_related("verdict__attempt")}


def _basis(
    student: Student, enrolment: Enrolment, releases: dict[int, Release], calendar: Calendar, days: int, now: datetime
) -> Basis:
    attempts, release = list(enrolment.attempts.all()), releases.get(enrolment.pk)
    ended = [row for row in attempts if row.has_ended]
    attempt = next((row for row in ended if release and row.pk == release.verdict.attempt_id), None) or (
        ended[0] if ended else None
    )
    work: Work | None = getattr(enrolment, "work", None)
    released_at = work.written.released_at if work else None
    until = {}
    if release:
        until = {LineKind.EVENT.value: release.appeal_until, LineKind.VERDICT.value: release.appeal_until}
    if released_at:
        until[LineKind.MARK.value] = calendar.deadline(released_at, days)
    over = attempt.ended_at if attempt and attempt.ended_at else enrolment.exam.closes_at
    if over <= now:
        until[LineKind.CONDUCT.value] = max([calendar.deadline(over, days), *until.values()])
    return Basis(student, enrolment.exam, attempt, release, work if released_at else None, until)
