"""Reads about subjects and departments, each with a fixed number of queries."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.exams.models import Department, Exam, Subject, Teaching
from oes.exams.queries import in_alphabet, named

OFFERED = 20
"""So many subjects an exam's form offers for what was typed."""
_LONGEST_KEY = 18
"""Digits that every database takes for a number."""


def subjects(
    organisation: Organisation, *, text: str = "", period: object = None, department: str = "", format: str = ""
) -> QuerySet[Subject]:
    """Return subjects by title, with `planned` (exams) and `teachers`; `text` is part of a title, or of a code."""
    rows = Subject.objects.filter(organisation=organisation).select_related("period", "department")
    rows = rows.filter(period=period) if period else rows
    rows = rows.filter(department__uuid=department) if department else rows
    rows = rows.filter(format=format) if format else rows
    if text.strip():
        code = Q(code__icontains=text.strip()) | Q(code__icontains=text.strip().upper())
        rows = named(rows, "search_title", text) | rows.filter(code)
    exams = Exam.objects.real().filter(subject=OuterRef("pk")).order_by().values("subject")
    teachings = Teaching.objects.filter(subject=OuterRef("pk")).order_by().values("subject")
    return rows.annotate(
        planned=Coalesce(Subquery(exams.annotate(n=Count("pk")).values("n")), 0),
        teachers=Coalesce(Subquery(teachings.annotate(n=Count("teacher", distinct=True)).values("n")), 0),
    ).order_by("search_title", "code", "pk")


def offered(organisation: Organisation, *, text: str, period: str) -> list[Subject]:
    """Return the first subjects of a session whose title or code holds what was typed. One query."""
    if not text.strip() or not period.isdecimal() or len(period) > _LONGEST_KEY:
        return []
    return list(subjects(organisation, text=text, period=period)[:OFFERED])


def departments(organisation: Organisation) -> list[Department]:
    """Return all departments in the order of the page's alphabet, with the number of their teachers and subjects."""
    rows = Department.objects.filter(organisation=organisation).select_related("faculty")
    rows = rows.annotate(staff=Count("teachers", distinct=True), taught=Count("subjects", distinct=True))
    return in_alphabet(rows, "name")


def teachings(subject: Subject) -> QuerySet[Teaching]:
    """Return who teaches the subject to which group, by teacher and group."""
    rows = subject.teachings.select_related("teacher__teacher__department", "study_group")
    return rows.order_by("teacher__last_name", "teacher__username", "study_group__code")


def teachers(organisation: Organisation) -> QuerySet[User]:
    """Return those who may teach: accounts with the teacher's role that are in use, by name."""
    role = RoleGrant.objects.filter(user=OuterRef("pk"), role=Role.TEACHER)
    rows = User.objects.filter(Exists(role), organisation=organisation, is_active=True)
    return rows.order_by("last_name", "first_name", "username")
