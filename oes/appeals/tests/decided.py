"""An appeal that is decided, with its commission: rows as the steps before leave them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conftest import make_student, make_user
from oes.accounts.models import Organisation, Role, User
from oes.appeals.models import (
    Appeal,
    AppealLine,
    Commission,
    CommissionMember,
    Decision,
    Hearing,
    MemberRole,
    PanelMember,
)
from oes.attempts.models import Attempt
from oes.exams.models import ExamPeriod, Faculty

SEATS = (MemberRole.CHAIR, MemberRole.TEACHER, MemberRole.TEACHER, MemberRole.STUDENT, MemberRole.SECRETARY)
ROLES = {MemberRole.SECRETARY: Role.SECRETARY}


@dataclass
class Case:
    appeal: Appeal
    commission: Commission
    users: dict[str, User]
    """By login: chair0, teacher1, teacher2, student3, secretary4."""

    @property
    def secretary(self) -> User:
        return next(user for login, user in self.users.items() if login.startswith("secretary"))


def make_commission(organisation: Organisation, *, seats=SEATS, faculty: Faculty | None = None, period=None):
    """Return a commission at work, with its people by login."""
    today = timezone.localdate()
    period = period or ExamPeriod.objects.create(
        organisation=organisation, title="Қыс", starts_on=today - timedelta(days=7), ends_on=today + timedelta(days=7)
    )
    commission = Commission.objects.create(
        organisation=organisation, period=period, faculty=faculty, order_number="17-А", order_date=today, quorum=3,
        appointed_at=timezone.now(),
    )  # fmt: skip
    users = {}
    for number, role in enumerate(seats):
        user = make_user(organisation, f"{role}{number}", ROLES.get(role, Role.COMMISSION))
        CommissionMember.objects.create(commission=commission, user=user, role=role, added_by=user)
        users[user.username] = user
    return commission, users


def make_case(attempt: Attempt, *, lines: int = 2, state: str = "decided", **fields: Any) -> Case:
    """Return the attempt's appeal in a state, with decisions from DECIDED on: the first event is denied."""
    student, exam, now = attempt.enrolment.student, attempt.enrolment.exam, timezone.now()
    faculty, _ = Faculty.objects.get_or_create(
        organisation=student.organisation, name="Физика", defaults={"mail": "law@example.org"}
    )
    commission, users = make_commission(student.organisation, faculty=faculty)
    values = {
        "number": 7, "course": 2, "programme": "6B01501 Физика", "iin": "020314550123", "contacts": "+7 701 000 00 00",
        "topics": ["violation", "technical"], "text": "The phone was my mother's.", "filed_at": now, "changed_at": now,
        "due_at": now + timedelta(days=1), "accepted_by": users["secretary4"], "accepted_at": now,
    }  # fmt: skip
    appeal = Appeal.objects.create(
        organisation=student.organisation, period=commission.period, student=student, exam=exam, attempt=attempt,
        faculty=faculty, commission=commission, state=state, **(values | fields),
    )  # fmt: skip
    _sit(appeal, commission)
    for position in range(lines):
        add_line(appeal, position, users["chair0"], decided=state in ("decided", "closed"))
    return Case(appeal, commission, users)


def _sit(appeal: Appeal, commission: Commission) -> None:
    for member in commission.members.all():
        PanelMember.objects.create(appeal=appeal, member=member)
    Hearing.objects.create(appeal=appeal, at=timezone.now(), place="204", set_by=commission.members.first().user)


def add_line(appeal: Appeal, position: int, by: User, *, decided: bool) -> None:
    line = AppealLine.objects.create(
        appeal=appeal, position=position, kind="event" if position else "verdict",
        event_kind="phone" if position else "", start_seconds=185.0 * position or None,
        end_seconds=192.0 * position or None, deduction=12.5 if position else None, text="It was not mine",
    )  # fmt: skip
    if decided:
        Decision.objects.create(
            line=line, outcome="deny_event" if position else "change_verdict", reason="The clip shows a book",
            counts={"uphold": 1, "deny_event": 3} if position else {"change_verdict": 4}, by=by, at=timezone.now(),
        )  # fmt: skip


def other_student(organisation: Organisation):
    return make_student(organisation, "somebody", "Else Somebody", "X-1")
