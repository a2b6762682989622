"""Reads of written exams: one student's times, what was handed out, how an exam stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404

from oes.attempts.allowances import closes_at
from oes.attempts.models import Attempt
from oes.domain.accommodation import closing_time
from oes.domain.attempt_state import AttemptState
from oes.domain.written import Window, window_of
from oes.exams.models import Enrolment, Student
from oes.exams.queries import terms_for
from oes.recordings.expiry import LIVE_SECONDS
from oes.written.models import Piece, Task, Work, WrittenExam


@dataclass(frozen=True, slots=True)
class Sitting:
    """One student's written exam at a moment. `attempt`: the newest one of a proctored exam, None where there is none.

    `records`: whether its recording runs now, without a break; always true where the exam is not proctored.
    """

    enrolment: Enrolment
    written: WrittenExam
    window: Window
    attempt: Attempt | None
    records: bool

    @property
    def recorded_until(self) -> datetime | None:
        """Return when the recording of a proctored exam ended, None while it goes on or has not begun."""
        return self.attempt.ended_at if self.attempt and self.attempt.has_ended else None


def own_sitting(student: Student, exam_uuid: object, at: datetime) -> Sitting:
    """Return the student's written exam, or 404. Four to six queries."""
    rows = _enrolments().filter(student=student, exam__is_rehearsal=False)
    return sitting_of(get_object_or_404(rows, exam__uuid=exam_uuid, exam__written__isnull=False), at)


def _enrolments() -> QuerySet[Enrolment]:
    return Enrolment.objects.select_related("exam__written", "student__organisation", "student__user")


def sitting_of(enrolment: Enrolment, at: datetime) -> Sitting:
    """Return how a student's written exam stands at a moment."""
    exam, written = enrolment.exam, enrolment.exam.written
    attempt = _newest_attempt(enrolment) if written.is_proctored else None
    if attempt is None:
        due = closing_time(exam.closes_at, terms_for(enrolment.student, exam, at), 0.0)
    else:
        due = closes_at(attempt, at)
    records = not written.is_proctored or _records(attempt, at)
    return Sitting(enrolment, written, window_of(exam.opens_at, due, written.late_minutes), attempt, records)


def _newest_attempt(enrolment: Enrolment) -> Attempt | None:
    rows = Attempt.objects.filter(enrolment=enrolment).annotate(heard_at=Max("runs__last_seen_at"))
    rows = rows.select_related("enrolment__exam", "enrolment__student__organisation", "policy")
    return rows.order_by("-attempt_number").first()


def _records(attempt: Attempt | None, at: datetime) -> bool:
    if attempt is None or attempt.state != AttemptState.STARTED:
        return False
    heard = getattr(attempt, "heard_at", None) or attempt.started_at or attempt.created_at
    return at - heard <= timedelta(seconds=LIVE_SECONDS)


def work_of(enrolment: Enrolment) -> Work | None:
    """Return the student's work, None where none was handed out."""
    rows = Work.objects.select_related("written__exam", "enrolment__student__user", "enrolment__exam")
    return rows.filter(enrolment=enrolment).first()


def tasks_of(work: Work) -> list[Task]:
    """Return the tasks of the work's variant, each with its files. Two queries."""
    rows = Task.objects.filter(written_id=work.written_id, variant=work.variant)
    return list(rows.prefetch_related("pieces"))


def variants_of(written: WrittenExam) -> dict[int, list[Task]]:
    """Return an exam's tasks by variant, each with its files. Two queries."""
    found: dict[int, list[Task]] = {}
    for task in written.tasks.prefetch_related("pieces"):
        found.setdefault(task.variant, []).append(task)
    return found


def pieces_of(work: Work, kind: str = "") -> list[Piece]:
    """Return what belongs to a work, in order; what the student took away again is left out."""
    rows = work.pieces.filter(removed_at=None)
    return list(rows.filter(kind=kind) if kind else rows)


def is_empty(work: Work) -> bool:
    """Return whether there is neither text nor a piece. At most one query."""
    return not work.text.strip() and not Piece.objects.filter(work=work, removed_at=None).exists()


@dataclass(frozen=True, slots=True)
class Standing:
    """How many of an exam's students are where; `not_opened`: enrolled, and nothing handed out to them."""

    enrolled: int
    not_opened: int
    writing: int
    handed_in: int
    missed: int
    released: int
    late: int


def standing_of(written: WrittenExam) -> Standing:
    """Return where an exam's works are. Two queries."""
    told = Work.objects.filter(written=written).aggregate(
        writing=Count("pk", filter=Q(state=Work.State.HANDED_OUT)),
        handed_in=Count("pk", filter=Q(state=Work.State.HANDED_IN)),
        missed=Count("pk", filter=Q(state=Work.State.MISSED)),
        released=Count("pk", filter=Q(state=Work.State.RELEASED)),
        late=Count("pk", filter=~Q(late_reason="")),
        all=Count("pk"),
    )
    enrolled = written.exam.enrolments.count()
    return Standing(enrolled=enrolled, not_opened=max(0, enrolled - told.pop("all")), **told)
