"""An appointed commission with substitutes, and an accepted appeal."""

from datetime import date, timedelta

from django.utils import timezone

from conftest import make_student, make_user
from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.appeals.models import Appeal, Commission, CommissionMember, MemberRole, Quota
from oes.domain.appeal_state import AppealState
from oes.domain.quotas import DEFAULT
from oes.exams.models import Exam, ExamPeriod, Faculty, Student

SEATS = (
    ("chair", MemberRole.CHAIR, False),
    ("chair2", MemberRole.CHAIR, True),
    ("secretary", MemberRole.SECRETARY, False),
    ("teacher1", MemberRole.TEACHER, False),
    ("teacher2", MemberRole.TEACHER, False),
    ("teacher3", MemberRole.TEACHER, True),
    ("teacher4", MemberRole.TEACHER, True),
    ("student1", MemberRole.STUDENT, False),
    ("student2", MemberRole.STUDENT, False),
    ("student3", MemberRole.STUDENT, False),
)


def make_period(organisation: Organisation, title: str = "Winter") -> ExamPeriod:
    return ExamPeriod.objects.create(
        organisation=organisation, title=title, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 25)
    )


def make_commission(
    period: ExamPeriod, by: User, *, faculty: Faculty | None = None, seats=SEATS, appointed: bool = True
) -> Commission:
    commission = Commission.objects.create(
        organisation=period.organisation, period=period, faculty=faculty, quorum=3,
        appointed_at=timezone.now() if appointed else None, appointed_by=by if appointed else None,
    )  # fmt: skip
    Quota.objects.bulk_create(
        Quota(commission=commission, role=room.role, minimum=room.minimum, maximum=room.maximum) for room in DEFAULT
    )
    for login, role, substitute in seats:
        add_seat(commission, login, role, by, substitute=substitute)
    return commission


def add_seat(commission: Commission, login: str, role: str, by: User, *, substitute: bool = False) -> CommissionMember:
    organisation = commission.organisation
    user = User.objects.filter(organisation=organisation, username=login).first()
    if user is None and role == MemberRole.STUDENT:
        user = make_student(organisation, login, f"Student {login}", f"GROUP-{login}").user
    user = user or make_user(organisation, login, Role.TEACHER)
    held = Role.SECRETARY if role == MemberRole.SECRETARY else Role.COMMISSION
    RoleGrant.objects.get_or_create(user=user, role=held)
    return CommissionMember.objects.create(
        commission=commission, user=user, role=role, is_substitute=substitute, added_by=by
    )


def make_appeal(student: Student, exam: Exam, period: ExamPeriod | None, **fields) -> Appeal:
    now = timezone.now()
    told = {
        "number": Appeal.objects.count() + 1,
        "organisation": student.organisation,
        "course": 2,
        "contacts": "+7 700 000 00 00",
        "topics": ["procedure"],
        "text": "Why?",
        "filed_at": now,
        "changed_at": now,
        "due_at": now + timedelta(days=1),
        "state": AppealState.ACCEPTED,
    }
    return Appeal.objects.create(student=student, exam=exam, period=period, **told | fields)


def seat_of(commission: Commission, login: str) -> CommissionMember:
    return commission.members.select_related("user").get(user__username=login)
