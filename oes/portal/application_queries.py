"""Reads about applications for cumulative assessment, each with a fixed number of queries."""

from datetime import date

from django.db.models import F, Q, QuerySet

from oes.accounts.models import Organisation, Role, User
from oes.domain.application_state import ApplicationState
from oes.exams.models import Faculty, Format, Student, Subject
from oes.portal.models import Application

VIEWS = ("open", "returned", "decided", "all")
_WITH = ("student__study_group", "student__user", "subject__period", "faculty", "organisation")


def subjects_for(student: Student, today: date) -> QuerySet[Subject]:
    """Return the subjects that the student may apply for today: taught to the group or sat, of a period that takes
    applications. One that has no exam for anybody is none of them."""
    mine = Q(teachings__study_group=student.study_group_id) | Q(exams__enrolments__student=student)
    until = Q(period__applications_until__gte=today) | Q(period__applications_until=None, period__ends_on__gte=today)
    rows = Subject.objects.filter(mine, until, organisation=student.organisation_id)
    return rows.exclude(format=Format.CUMULATIVE).select_related("period").order_by("title", "pk").distinct()


def faculties_of(user: User, organisation: Organisation) -> QuerySet[Faculty]:
    """Return the faculties whose applications somebody sees: all for registrar and administration, else the own."""
    rows = Faculty.objects.filter(organisation=organisation)
    if user.has_role(Role.ADMINISTRATION) or user.has_role(Role.REGISTRAR):
        return rows
    return rows.filter(offices__user=user)


def queue(faculties: QuerySet[Faculty], *, view: str) -> QuerySet[Application]:
    """Return the applications to some faculties, those first that are due first."""
    rows = Application.objects.filter(faculty__in=faculties).select_related(*_WITH)
    states = {
        "open": [ApplicationState.SUBMITTED],
        "returned": [ApplicationState.RETURNED],
        "decided": [ApplicationState.GRANTED, ApplicationState.REFUSED],
    }
    rows = rows.filter(state__in=states[view]) if view in states else rows
    return rows.order_by(F("due_on").asc(nulls_last=True), "-changed_at", "pk")


def late_count(faculties: QuerySet[Faculty], today: date) -> int:
    """Return how many should have been decided before today. One query."""
    rows = Application.objects.filter(faculty__in=faculties, state=ApplicationState.SUBMITTED, due_on__lt=today)
    return rows.count()


def applications(faculties: QuerySet[Faculty]) -> QuerySet[Application]:
    """Return the applications to some faculties, each with what its page shows."""
    rows = Application.objects.filter(faculty__in=faculties).select_related(*_WITH)
    return rows.prefetch_related("steps__by")


def own_applications(student: Student) -> QuerySet[Application]:
    """Return the student's applications, newest first, each with what its page shows."""
    return student.applications.select_related(*_WITH).prefetch_related("steps__by")
