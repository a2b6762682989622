"""Students, an exam and opened attempts for a load: rules, attempts and tokens through services, the rest as rows."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.attempts import services as attempts
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam, Student, StudyGroup
from oes.exams.services import add_policy


class NotEmpty(Exception):
    """The database belongs to somebody."""


def seed(*, students: int, planned_minutes: int, policy: Policy, address: str) -> dict[str, Any]:
    """Return the administrator's sign-in and, for each student, an opened attempt with its upload token.

    `address` is the testing system's. Students sign in as load-1, load-2, ... with the same password.
    """
    if User.objects.exists():
        raise NotEmpty("This database has users: a load fills only a database of its own.")
    password = secrets.token_urlsafe(16)
    hashed = make_password(password)  # once for all: it is slow on purpose
    organisation, _ = Organisation.objects.get_or_create(is_default=True, defaults={"name": "Load"})
    add_policy(organisation=organisation, policy=policy)
    _user(organisation, "load-admin", Role.ADMINISTRATION, hashed)
    group, _ = StudyGroup.objects.get_or_create(organisation=organisation, code="LOAD-1")
    exam = _exam(organisation, planned_minutes, address)
    rows = [_attempt(organisation, group, exam, number, hashed) for number in range(1, students + 1)]
    return {"login": "load-admin", "password": password, "attempts": rows}


def _user(organisation: Organisation, login: str, role: str, hashed: str) -> User:
    user = User(organisation=organisation, username=login, email=f"{login}@example.org", password=hashed)
    user.save()
    RoleGrant.objects.create(user=user, role=role)
    return user


def _exam(organisation: Organisation, planned_minutes: int, address: str) -> Exam:
    now = timezone.now()
    return Exam.objects.create(
        organisation=organisation, title="Load", address=address, planned_minutes=planned_minutes,
        opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(hours=4),
    )  # fmt: skip


def _attempt(organisation: Organisation, group: StudyGroup, exam: Exam, number: int, hashed: str) -> dict[str, str]:
    student = Student.objects.create(
        organisation=organisation, user=_user(organisation, f"load-{number}", Role.STUDENT, hashed),
        full_name=f"Student {number:04}", study_group=group, record_book_number=f"L{number:05}",
    )  # fmt: skip
    enrolment = Enrolment.objects.create(exam=exam, student=student)
    attempt = attempts.open_attempt(enrolment=enrolment, text_version="load", language="en", user_agent="oes bench")
    token = attempts.mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=8))
    return {"attempt": str(attempt.uuid), "token": token}
