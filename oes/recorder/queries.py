"""What the student's pages show."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404

from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.domain.accommodation import Terms, closing_time
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam, Phones, SeatBooking, Student
from oes.exams.queries import terms_for
from oes.exams.seat_queries import booking_at, with_seats


@dataclass(frozen=True, slots=True)
class ExamLine:
    """One exam on the student's home page. `state`: soon, open, running, used_up, over."""

    enrolment: Enrolment
    state: str
    attempts: tuple[Attempt, ...]
    """Those that ended, newest first; the student sees when they were, and a verdict only once it was released."""
    unfinished: Attempt | None
    closes_at: datetime
    """For this student: extra minutes move it."""
    terms: Terms
    """What the student is allowed beyond the rules."""
    booking: SeatBooking | None = None
    """The seat at the university that the student has for it."""

    @property
    def is_on_our_page(self) -> bool:
        """Return whether it is written on a page of ours without being recorded; its app stands above this one."""
        written = getattr(self.enrolment.exam, "written", None)
        return written is not None and not written.is_proctored

    @property
    def is_prepared(self) -> bool:
        """Return whether there is something to sit: a testing system, or tasks of ours."""
        exam = self.enrolment.exam
        return bool(exam.address) or hasattr(exam, "written")


def student_of(user: User) -> Student:
    """Return the student who signed in, or 404 for a user without a student's row."""
    return get_object_or_404(Student.objects.select_related("organisation", "study_group"), user=user)


def exam_lines(student: Student, at: datetime) -> list[ExamLine]:
    """Return the student's exams: those that can be sat first, then coming ones, then the past. Four queries."""
    prefetch_related_objects([student], "accommodations")
    enrolments = (
        student.enrolments.real()
        .select_related("exam__written", "work")  # of the app above: only the names of its relations are known here
        .prefetch_related(Prefetch("attempts", _with_told()), with_seats())
        .order_by("exam__opens_at")
    )
    lines = [exam_line(enrolment, at) for enrolment in enrolments]
    rank = {"running": 0, "open": 1, "soon": 2, "used_up": 3, "over": 3}
    past = [line for line in lines if rank[line.state] == 3]
    return sorted((line for line in lines if rank[line.state] < 3), key=lambda x: rank[x.state]) + past[::-1]


def _with_told() -> QuerySet[Attempt]:
    """Return attempts, each with when its student was last told a verdict (`told_at`): a row of an app above, of which
    only the names of the relations are known here."""
    return Attempt.objects.annotate(told_at=Max("verdicts__released_at"))


def exam_line(enrolment: Enrolment, at: datetime) -> ExamLine:
    """Return what a student may do with an exam at a moment."""
    attempts = list(enrolment.attempts.all())
    unfinished = next((a for a in attempts if not a.has_ended), None)
    ended = tuple(a for a in attempts if a.has_ended)
    terms = terms_for(enrolment.student, enrolment.exam, at)
    closes = closing_time(enrolment.exam.closes_at, terms, 0.0)
    state = _state(enrolment, unfinished, len(attempts), at, closes)
    booking = booking_at(getattr(enrolment, "live_bookings", ()), at)
    return ExamLine(enrolment, state, ended, unfinished, closes, terms, booking)


def _state(enrolment: Enrolment, unfinished: Attempt | None, used: int, at: datetime, closes: datetime) -> str:
    exam = enrolment.exam
    is_open = exam.opens_at <= at < closes
    if unfinished and (unfinished.is_running or is_open):
        return "running"
    if at >= closes:
        return "over"
    if used >= exam.maximum_attempts + enrolment.extra_attempts:
        return "used_up"
    return "open" if is_open else "soon"


def phones_may(exam: Exam, policy: Policy) -> bool:
    """Return whether the exam can be sat on a phone: a try has proven it, and the rules do not ask for the screen."""
    return exam.phones == Phones.POSSIBLE and any(policy.required_tracks(t) == ("camera",) for t in policy.tiers)


def own_enrolment(student: Student, exam_uuid: object) -> Enrolment:
    """Return the student's enrolment in an exam, or 404."""
    enrolments = student.enrolments.real().select_related("exam__written", "student__organisation")
    return get_object_or_404(enrolments, exam__uuid=exam_uuid)


def own_attempt(student: Student, attempt_uuid: object) -> Attempt:
    """Return the student's attempt, or 404: a stranger's attempt does not exist for them."""
    rows = Attempt.objects.select_related("enrolment__exam", "enrolment__student", "policy")
    return get_object_or_404(rows, uuid=attempt_uuid, enrolment__student=student)


def own_sitting(student: Student, attempt_uuid: object) -> Attempt:
    """Return the student's attempt at an exam, or 404: a rehearsal has its own page."""
    attempt = own_attempt(student, attempt_uuid)
    if attempt.is_rehearsal:
        raise Http404
    return attempt
