"""Writes about technical problems: reported, taken, asked back, answered, contested."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Role, User
from oes.attempts.models import Attempt
from oes.domain.problem_state import OPEN, Owner, ProblemState, due_at, may_follow
from oes.exams.models import Exam, Student
from oes.journal import services as journal
from oes.lib.leaving import Handed
from oes.notices.services import notify
from oes.portal.accounts import snapshot
from oes.portal.models import Problem, ProblemKind, ProblemMessage

SOON = timedelta(hours=1)
"""An exam that begins so soon makes a problem urgent."""
MOST_OPEN = 20
"""So many open problems one student may have, and so many may be reported within an hour."""
HOUR = timedelta(hours=1)
MOST_MESSAGES = 30
"""So many messages one student may write within an hour: each is told to the helpdesk."""


class ProblemRefused(Exception):
    """The problem cannot be moved. `code`: state (somebody was quicker), enough (too many open ones)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def report_problem(
    *,
    uuid: UUID,
    student: Student,
    kind: str,
    text: str,
    attempt: Attempt | None = None,
    exam: Exam | None = None,
    sentence: str = "",
    user_agent: str = "",
) -> Problem:
    """Store a problem with the attempt's account, and tell the helpdesk. A stored uuid is a form sent twice.

    The student's row is locked: two forms at once cannot pass the limit. ProblemRefused: enough.
    """
    student = Student.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=student.pk)
    known = Problem.objects.filter(uuid=uuid, student=student).first()
    if known:
        return known
    now = timezone.now()
    lately = student.problems.filter(reported_at__gt=now - HOUR).count()
    if student.problems.filter(state__in=OPEN).count() >= MOST_OPEN or lately >= MOST_OPEN:
        raise ProblemRefused("enough")
    if Problem.objects.filter(uuid=uuid).exists():  # another student's: nobody's form made it
        uuid = uuid4()
    exam = exam or (attempt.enrolment.exam if attempt and not attempt.is_rehearsal else None)
    urgent = bool(attempt and attempt.is_running) or bool(exam and exam.opens_at - SOON <= now < exam.closes_at)
    problem = Problem.objects.create(
        uuid=uuid, student=student, attempt=attempt, exam=exam, kind=kind, sentence=sentence, is_urgent=urgent,
        user_agent=user_agent[:300], account=snapshot(attempt, now) if attempt else {}, reported_at=now, changed_at=now,
        due_at=due_at(ProblemState.NEW, now, urgent=urgent),
    )  # fmt: skip
    if text:
        _say(problem, student.user, text)
    _tell(problem, student.user, "problem_reported")
    _tell_helpdesk(problem, _("Technical problem: %(name)s"))
    return problem


@transaction.atomic
def take(*, problem: Problem, by: User) -> Problem:
    """Become the owner of a problem that nobody has. ProblemRefused: state."""
    moved = _move(problem, ProblemState.TAKEN, taken_by=by)
    _tell(moved, by, "problem_taken")
    return moved


@transaction.atomic
def put_back(*, problem: Problem, by: User) -> Problem:
    """Leave a problem to the others. ProblemRefused: state."""
    moved = _move(problem, ProblemState.NEW, taken_by=None)
    _tell(moved, by, "problem_put_back")
    return moved


def hand_on_problems(user: User, by: User) -> Handed:
    """Leave the problems that somebody has taken to the others, who are told; for when the account is closed."""
    taken = Problem.objects.filter(taken_by=user, state=ProblemState.TAKEN).order_by("pk")
    for problem in taken:
        _tell_helpdesk(put_back(problem=problem, by=by), _("A problem waits for somebody else: %(name)s"))
    return Handed(on=len(taken))


@transaction.atomic
def ask(*, problem: Problem, text: str, by: User) -> Problem:
    """Ask the student something. Whoever asks has taken the problem. ProblemRefused: state."""
    moved = _move(problem, ProblemState.WAITING, taken_by=by)
    _tell(moved, by, "problem_asked")
    _say(moved, by, text)
    _tell_student(moved, _("Technical help asks you something"), text)
    return moved


@transaction.atomic
def answer(*, problem: Problem, text: str, by: User) -> Problem:
    """Answer, which closes the problem until the student says that it is not over. ProblemRefused: state."""
    moved = _move(problem, ProblemState.ANSWERED, taken_by=by)
    _tell(moved, by, "problem_answered")
    _say(moved, by, text)
    _tell_student(moved, _("Technical help has answered"), text)
    return moved


@transaction.atomic
def reply(*, problem: Problem, text: str) -> Problem:
    """The student writes: a question is answered, a closed problem is opened again, else the words are added.

    ProblemRefused: enough.
    """
    row = Problem.objects.select_for_update(of=("self",)).select_related("student__user").get(pk=problem.pk)
    by = row.student.user
    if ProblemMessage.objects.filter(by=by, from_student=True, at__gt=timezone.now() - HOUR).count() >= MOST_MESSAGES:
        raise ProblemRefused("enough")
    if row.state == ProblemState.WAITING:
        row = _move(row, ProblemState.TAKEN)
        if row.taken_by is None or not row.taken_by.is_active:
            row = _move(row, ProblemState.NEW, taken_by=None)
        _tell(row, by, "problem_replied")
    elif row.state == ProblemState.ANSWERED:
        row = _move(row, ProblemState.NEW, taken_by=None)
        _tell(row, by, "problem_reopened")
    _say(row, by, text)
    _tell_helpdesk(row, _("A student has written: %(name)s"))
    return row


def _move(problem: Problem, state: ProblemState, **fields: Any) -> Problem:
    """Move the row, whatever the caller had read of it. ProblemRefused: state."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related("student__user", "student__organisation")
    row = rows.get(pk=problem.pk)
    if not may_follow(ProblemState(row.state), state):
        raise ProblemRefused("state")
    now = timezone.now()
    urgent = row.is_urgent and (row.attempt is None or row.attempt.is_running)
    stands = row.due_at if row.state == ProblemState.NEW else None
    fields |= {"state": state, "due_at": due_at(state, now, urgent=urgent, stands=stands), "changed_at": now}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return row


def _say(problem: Problem, by: User, text: str) -> None:
    from_student = by.pk == problem.student.user_id
    ProblemMessage.objects.create(problem=problem, by=by, from_student=from_student, text=text)


def _tell(problem: Problem, by: User, action: str) -> None:
    """Keep it in the attempt's chain where there is one: it is part of what happened in the exam."""
    subject = problem.attempt.uuid if problem.attempt else problem.student.uuid
    journal.append(subject=subject, action=action, actor=by.uuid, problem=str(problem.uuid), state=str(problem.state))


def _tell_helpdesk(problem: Problem, title: Promise) -> None:
    """Tell its owner; all of the helpdesk where it has none or that one has left; else the administration."""
    if problem.owner is Owner.TAKER and problem.taken_by and problem.taken_by.is_active:
        users = [problem.taken_by]
    else:
        staff = User.objects.filter(organisation=problem.student.organisation, is_active=True)
        users = list(staff.filter(roles__role=Role.HELPDESK)) or list(staff.filter(roles__role=Role.ADMINISTRATION))
    notify(
        users=users, kind="problem", title=title, text="%(what)s. %(exam)s", path=f"/problems/{problem.uuid}/",
        name=problem.student.full_name, what=ProblemKind(problem.kind).label,
        exam=problem.exam.title if problem.exam else "", urgent=problem.is_urgent,
    )  # fmt: skip


def _tell_student(problem: Problem, title: Promise, text: str) -> None:
    notify(
        users=[problem.student.user], kind="problem", title=title, text="%(words)s",
        path=f"/help/problems/{problem.uuid}/", words=text,
    )  # fmt: skip
