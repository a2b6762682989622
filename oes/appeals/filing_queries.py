"""Reads for the pages on which appeals are filed and taken, each with a fixed number of queries."""

from django.db.models import F, Q, QuerySet

from oes.accounts.models import Organisation, Role, User
from oes.appeals.filing_basis import Basis
from oes.appeals.models import Appeal, Commission, CommissionMember, MemberRole
from oes.appeals.panel import commission_for, seats_in
from oes.domain.appeal_state import OPEN, AppealState
from oes.exams.models import Student

_WITH = (
    "student__study_group", "student__user", "exam__organisation", "faculty", "organisation", "commission", "period",
    "release__verdict", "attempt", "accepted_by",
)  # fmt: skip
VIEWS = {
    "new": (AppealState.FILED,),
    "returned": (AppealState.RETURNED,),
    "taken": tuple(sorted(OPEN - {AppealState.FILED, AppealState.RETURNED})),
    "over": (AppealState.CLOSED, AppealState.REFUSED, AppealState.WITHDRAWN),
    "all": tuple(AppealState),
}


def own_appeals(student: Student) -> QuerySet[Appeal]:
    """Return a student's appeals, newest first, each with what its page shows."""
    rows = Appeal.objects.filter(student=student).select_related(*_WITH)
    return rows.prefetch_related("steps__by", "lines", "attachments")


def office_appeals(user: User, organisation: Organisation) -> QuerySet[Appeal]:
    """Return the appeals that somebody may take in: all for registrar and administration, for a secretary those of the
    own commissions. An appeal that no commission has yet goes by its period and faculty.
    """
    rows = Appeal.objects.filter(organisation=organisation).select_related(*_WITH)
    if user.has_role(Role.REGISTRAR) or user.has_role(Role.ADMINISTRATION):
        return rows
    seats = CommissionMember.objects.filter(user=user, role=MemberRole.SECRETARY, removed_at=None)
    mine = Q(commission__in=seats.values("commission"))
    for period, faculty in seats.values_list("commission__period", "commission__faculty"):
        here = Q(commission=None) & (Q(period=period) | Q(period=None))
        mine |= here & (Q(faculty=faculty) if faculty else ~_with_own_commission(period))
    return rows.filter(mine)


def _with_own_commission(period: int) -> Q:
    own = Commission.objects.filter(period=period, appointed_at__isnull=False, faculty__isnull=False)
    return Q(faculty__in=own.values("faculty"))


def may_enter(user: User, basis: Basis) -> bool:
    """Return whether somebody may enter a mail about an exam: the office, and the secretary of its commission. At most
    three queries, and never for the own results."""
    if user.pk == basis.student.user_id:
        return False
    if user.has_role(Role.REGISTRAR) or user.has_role(Role.ADMINISTRATION):
        return True
    faculty = basis.student.study_group.faculty
    unsaved = Appeal(organisation=basis.student.organisation, period=basis.exam.period, faculty=faculty)
    commission = commission_for(unsaved)
    return commission is not None and seats_in(commission, user).filter(role=MemberRole.SECRETARY).exists()


def queue(rows: QuerySet[Appeal], view: str) -> QuerySet[Appeal]:
    """Return the appeals of a view, those first that are due first."""
    return rows.filter(state__in=VIEWS[view]).order_by(F("due_at").asc(nulls_last=True), "-filed_at", "pk")
