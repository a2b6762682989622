"""Reads about commissions, each with a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext

from oes.accounts.models import Organisation, User
from oes.accounts.queries import staff_users
from oes.appeals.commission_words import unmet_words
from oes.appeals.models import Commission, CommissionMember, MemberRole
from oes.domain.appeal_state import OPEN
from oes.domain.quotas import Room, quorum_fits, unmet
from oes.exams.models import Student
from oes.exams.queries import named

FOUND = 20


def commissions(organisation: Organisation, period: Any = None) -> QuerySet[Commission]:
    """Return the commissions of an institution, of one period where it is given, each with members and quotas."""
    sitting = CommissionMember.objects.filter(removed_at=None).select_related("user__student")
    rows = Commission.objects.filter(organisation=organisation)
    rows = rows.filter(period=period) if period else rows
    return (
        rows.select_related("period", "faculty", "appointed_by", "organisation")
        .prefetch_related("quotas", Prefetch("members", sitting, to_attr="sitting"))
        .annotate(open_appeals=Count("appeals", filter=Q(appeals__state__in=sorted(OPEN))))
        .order_by("-period__starts_on", F("faculty__name").asc(nulls_last=True), "pk")
    )


def members_of(commission: Commission) -> list[CommissionMember]:
    """Return who belongs to a commission now, with what each is beside it. One query."""
    rows = commission.members.filter(removed_at=None)
    rows = rows.select_related("user__teacher__department", "user__student__study_group__faculty")
    order = {str(role): place for place, role in enumerate(MemberRole)}
    return sorted(rows, key=lambda row: (row.is_substitute, order[row.role], row.pk))


def rooms_of(commission: Commission) -> list[Room]:
    return [Room(row.role, row.minimum, row.maximum) for row in commission.quotas.all()]


def counts_of(commission: Commission) -> Counter[str]:
    """Return how many members that are no substitutes a commission has by role; no query where `sitting` is read."""
    told: Any = getattr(commission, "sitting", None)
    rows = commission.members.filter(removed_at=None) if told is None else told
    return Counter(row.role for row in rows if not row.is_substitute)


def lacks_of(commission: Commission) -> list[str]:
    """Return, in words, what keeps a commission from being appointed; empty: nothing. At most two queries."""
    rooms = rooms_of(commission)
    told = [unmet_words(one) for one in unmet(rooms, counts_of(commission))]
    if not quorum_fits(commission.quorum, rooms):
        told.append(gettext("The quorum is more than the members who must be there."))
    if not commission.order_number or commission.order_date is None:
        told.append(gettext("Number and date of the order are missing."))
    if not commission.order_blob:
        told.append(gettext("The order itself is missing (PDF)."))
    return told


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody who may get a seat; `about`: department, or group and faculty."""

    user: User
    name: str
    about: str


def people_found(commission: Commission, *, role: str, text: str) -> list[PersonFound]:
    """Return who may be added in a role, without those who have a seat. Two queries."""
    seated = commission.members.filter(removed_at=None).values("user")
    if role == MemberRole.STUDENT:
        students = Student.objects.filter(organisation=commission.organisation, user__is_active=True)
        found = named(students.exclude(user__in=seated), "search_name", text).order_by("sort_ru", "pk")
        rows = found.select_related("user", "study_group__faculty")[:FOUND]
        return [PersonFound(row.user, row.full_name, _group_words(row)) for row in rows]
    users = staff_users(commission.organisation, text=text).filter(is_active=True, student=None)
    people = users.exclude(pk__in=seated).select_related("teacher__department")[:FOUND]
    return [PersonFound(user, user.shown_name, about_of(user)) for user in people]


def name_of(user: User) -> str:
    """Return by which name somebody of a commission is called: a student's as the roster has it."""
    student = getattr(user, "student", None)
    return student.full_name if student else user.shown_name


def about_of(user: User) -> str:
    """Return what somebody is beside a commission: a student's group and faculty, a teacher's department."""
    if student := getattr(user, "student", None):
        return _group_words(student)
    teacher = getattr(user, "teacher", None)
    return str(teacher.department) if teacher else ""


def _group_words(student: Student) -> str:
    group = student.study_group
    return f"{group.code}, {group.faculty}" if group.faculty else group.code
