"""The demo's institution: its people, groups and exams, written once as rows; only the rules go through a service."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from demo.screen import EXAM_TITLE
from demo.staff import ADMINISTRATOR, STAFF
from oes.accounts.models import Organisation, Role, RoleGrant, SecondFactorUse, User
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam, Faculty, ProctoringPolicy, Student, StudyGroup
from oes.exams.services import add_policy

SEATED = ("aigerim", "Құрманғазиева Өрзия-Айгерім Ғабитқызы", "ИС-21-1")
VISITOR = ("daniyar", "Әділбаев Данияр Серікұлы", "ВТ-20-3")
OTHERS = (
    ("gulnur", "Әбдіжәлелқызы Гүлнұр-Аружан Нұрсұлтанқызы", "ИС-21-1"),
    ("yerlan", "Ахметов Ерлан Серікұлы", "ВТ-20-3"),
    ("khair", "Mohamed-Abdelrahman Khair-alla Al-Hashimi", "ВТ-20-3"),
)
ACCESS_CODE = "4718"
OPEN_DAYS = 30
FINISHED_MINUTES = 5
"""Shorter than the drawn recording (340 s): the random identity checks all fall into it."""


@dataclass(frozen=True, slots=True)
class Institution:
    """What the seeded attempt and the last line need."""

    finished: Enrolment
    administrator: User
    passwords: dict[str, str]


def make_institution(*, testing_system: str, sign_ins: Path) -> Institution:
    """Make everything, or return what is there. Passwords are random and kept in `sign_ins`, for this machine."""
    passwords = _passwords(sign_ins)
    organisation, new = Organisation.objects.get_or_create(
        is_default=True, defaults={"name": "Демонстрационный университет"}
    )
    # The printed passwords keep opening the demo; whoever wants can set a second factor up.
    Organisation.objects.filter(pk=organisation.pk).update(second_factor=SecondFactorUse.OPTIONAL)
    if new:
        policy = replace(Policy(), report_domains=("example.org",))
        # The drawn student of the finished exam cannot follow a request to turn the head; a visitor can.
        add_policy(organisation=organisation, policy=replace(policy, challenge_at_start=False))
        add_policy(organisation=organisation, policy=policy)
    staff = {login: _user(organisation, login, roles, passwords, name) for login, (*name, roles) in STAFF.items()}
    faculty, _ = Faculty.objects.get_or_create(organisation=organisation, name="Ақпараттық технологиялар факультеті")
    students = {row[0]: _student(organisation, faculty, number, row, passwords) for number, row in _numbered()}
    address = testing_system + "/?student={student}&attempt={attempt}&return={return_link}"
    # Closed once it was sat: the student may see then what was found, and answer.
    sat = _exam(organisation, faculty, EXAM_TITLE, address, minutes=FINISHED_MINUTES, attempts=1, reopens=False)
    sat.policy = ProctoringPolicy.objects.filter(organisation=organisation).order_by("version").first()
    sat.save(update_fields=["policy"])
    ahead = _exam(organisation, faculty, "Дерекқор · емтихан", address, minutes=10, attempts=100)
    finished, _ = Enrolment.objects.get_or_create(exam=sat, student=students[SEATED[0]])
    for student in students.values():
        Enrolment.objects.get_or_create(exam=ahead, student=student)
    return Institution(finished, staff[ADMINISTRATOR], passwords)


def _numbered() -> list[tuple[int, tuple[str, str, str]]]:
    return list(enumerate((SEATED, VISITOR, *OTHERS), start=1))


def _passwords(path: Path) -> dict[str, str]:
    """Return everybody's password by login; who came to the demo later gets one too."""
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    logins = (*STAFF, *(login for _, (login, *_) in _numbered()))
    made = known | {login: secrets.token_hex(4) for login in logins if login not in known}
    if made != known:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(made), encoding="utf-8")
    return made


def _user(
    organisation: Organisation, login: str, roles: Iterable[str], passwords: dict[str, str], name: Sequence[str] = ()
) -> User:
    last, first = name or ("", "")
    user, new = User.objects.get_or_create(
        organisation=organisation, username=login,
        defaults={"email": f"{login}@example.org", "last_name": last, "first_name": first},
    )  # fmt: skip
    if new or not user.has_usable_password():
        user.set_password(passwords[login])
        user.save()
        RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles], ignore_conflicts=True)
    return user


def _student(
    organisation: Organisation, faculty: Faculty, number: int, row: tuple[str, str, str], passwords: dict[str, str]
) -> Student:
    login, full_name, group = row
    code, _ = StudyGroup.objects.get_or_create(organisation=organisation, code=group, defaults={"faculty": faculty})
    user = _user(organisation, login, (Role.STUDENT,), passwords)
    known = Student.objects.filter(user=user).first()
    return known or Student.objects.create(
        organisation=organisation, user=user, full_name=full_name, study_group=code,
        record_book_number=f"21-{number:04}",
    )  # fmt: skip


def _exam(
    organisation: Organisation, faculty: Faculty, title: str, address: str, *, minutes: int, attempts: int,
    reopens: bool = True,
) -> Exam:  # fmt: skip
    now = timezone.now()
    closing = {"closes_at": now + timedelta(days=OPEN_DAYS)}
    exam, _ = Exam.objects.update_or_create(
        organisation=organisation, title=title,
        defaults={"address": address} | (closing if reopens else {}),
        create_defaults={
            **closing, "address": address, "faculty": faculty, "access_code": ACCESS_CODE, "room": "204",
            "planned_minutes": minutes, "opens_at": now - timedelta(days=1), "maximum_attempts": attempts,
        },
    )  # fmt: skip
    return exam
