"""Reads about technical problems, each with a fixed number of queries."""

from datetime import datetime

from django.db.models import F, QuerySet

from oes.accounts.models import Organisation, User
from oes.domain.problem_state import OPEN, ProblemState
from oes.exams.models import Student
from oes.portal.models import Problem
from oes.recorder.texts import sentences

VIEWS = ("open", "mine", "waiting", "answered", "all")


def queue(organisation: Organisation, *, view: str, by: User, attempt: object = None) -> QuerySet[Problem]:
    """Return problems, those first that are due first. `view`: open (what the helpdesk has to do), mine, waiting (for
    the student's word), answered or all."""
    rows = Problem.objects.filter(student__organisation=organisation)
    rows = rows.filter(attempt__uuid=attempt) if attempt else rows
    rows = rows.select_related("student__study_group", "exam", "attempt", "taken_by")
    chosen = {
        "open": rows.filter(state__in=[ProblemState.NEW, ProblemState.TAKEN]),
        "mine": rows.filter(state__in=OPEN, taken_by=by),
        "waiting": rows.filter(state=ProblemState.WAITING),
        "answered": rows.filter(state=ProblemState.ANSWERED),
    }.get(view, rows)
    return chosen.order_by(F("due_at").asc(nulls_last=True), "-changed_at", "pk")


def problems(organisation: Organisation) -> QuerySet[Problem]:
    """Return all problems of an institution, each with what its page shows."""
    rows = Problem.objects.filter(student__organisation=organisation)
    return rows.select_related(
        "student__study_group", "student__user", "exam", "attempt__enrolment__exam", "taken_by"
    ).prefetch_related("messages__by")


def own_problems(student: Student) -> QuerySet[Problem]:
    """Return the student's problems, newest first."""
    return student.problems.select_related("exam", "attempt", "taken_by").prefetch_related("messages__by")


def late_count(organisation: Organisation, at: datetime) -> int:
    """Return how many wait for the helpdesk longer than they should."""
    rows = Problem.objects.filter(student__organisation=organisation, due_at__lte=at)
    return rows.filter(state__in=[ProblemState.NEW, ProblemState.TAKEN]).count()


def sentence_words(key: str) -> str:
    """Return a sentence of the recorder by its key, with its places empty; "" where there is none."""
    return str(sentences().get(key, "")).replace("{", "").replace("}", "")
