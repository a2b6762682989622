"""The institution of the session: through the import of students, and rows for what it teaches."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from demo.session import names
from demo.session.sizes import Sizes
from oes.accounts.models import Organisation, Role, RoleGrant, SecondFactorUse, User
from oes.domain.policy import Policy
from oes.exams import student_import
from oes.exams.models import (
    Department,
    ExamPeriod,
    Faculty,
    Format,
    PeriodPlatform,
    Student,
    StudyGroup,
    Subject,
    TeacherProfile,
    Teaching,
)
from oes.exams.services import add_policy
from oes.lib.names import search_name

DEPARTMENTS = 4
"""Of each faculty."""


@dataclass
class Made:
    """What the next steps need."""

    organisation: Organisation
    period: ExamPeriod
    registrar: User
    administrator: User
    password: str
    faculties: list[Faculty] = field(default_factory=list)
    departments: dict[int, list[Department]] = field(default_factory=dict)
    teachers: dict[int, list[User]] = field(default_factory=dict)
    """By the number of the faculty."""


def make_institution(sizes: Sizes, *, last: date, password: str) -> Made:
    """Make institution, staff and the session, whose last day is told. `password` opens the accounts of the office."""
    organisation, _ = Organisation.objects.get_or_create(is_default=True, defaults={"name": "Университет"})
    Organisation.objects.filter(pk=organisation.pk).update(second_factor=SecondFactorUse.OPTIONAL)
    add_policy(organisation=organisation, policy=Policy())
    hashed = make_password(password)
    first = last - timedelta(days=sizes.days - 1)
    period = ExamPeriod.objects.create(
        organisation=organisation, title="Қысқы емтихан сессиясы", starts_on=first, ends_on=last, is_published=True,
        call_centre="+7 7262 00-00-00, 9:00–18:00", registrar_mail="registrar@example.org",
        applications_until=first - timedelta(days=7),
    )  # fmt: skip
    PeriodPlatform.objects.create(period=period, format=Format.TEST, name="Test", address="https://test.example/")
    office = _staff(organisation, ["registrar"], Role.REGISTRAR, hashed)
    admins = _staff(organisation, ["admin"], Role.ADMINISTRATION, hashed)
    made = Made(organisation, period, office[0], admins[0], password)
    _faculties(made, sizes)
    _staff(organisation, [f"proctor{n:03}" for n in range(sizes.proctors)], Role.PROCTOR, "!")
    _staff(organisation, ["observer1", "observer2"], Role.OBSERVER, "!")
    return made


def _staff(organisation: Organisation, logins: list[str], role: str, password: str) -> list[User]:
    random, users = Random(f"{role}"), []
    for login in logins:
        family, given, *_ = names.person(random).split()
        users.append(
            User(
                organisation=organisation, username=login, email=f"{login}@example.org", password=password,
                first_name=given, last_name=family,
            )
        )  # fmt: skip
    User.objects.bulk_create(users, batch_size=200)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for user in users], batch_size=400)
    return users


def _faculties(made: Made, sizes: Sizes) -> None:
    teachers = _staff(made.organisation, [f"teacher{n:03}" for n in range(sizes.teachers)], Role.TEACHER, "!")
    for number, name in enumerate(names.FACULTIES[: sizes.faculties]):
        faculty = Faculty.objects.create(organisation=made.organisation, name=name, mail=f"faculty{number}@example.org")
        made.faculties.append(faculty)
        made.departments[number] = [
            Department.objects.create(organisation=made.organisation, faculty=faculty, name=f"{name}: {n}-кафедра")
            for n in range(1, DEPARTMENTS + 1)
        ]
        made.teachers[number] = teachers[number :: sizes.faculties]
        profiles = [
            TeacherProfile(user=teacher, department=made.departments[number][place % DEPARTMENTS])
            for place, teacher in enumerate(made.teachers[number])
        ]
        TeacherProfile.objects.bulk_create(profiles)


def import_students(made: Made, sizes: Sizes) -> None:
    """Import everybody from a table, as a registrar would; groups belong to the faculties in turn."""
    random, lines = Random(1), ["full_name;group;faculty;record_book_number;login;email;iin"]
    for number in range(sizes.students):
        group = number % sizes.groups
        faculty = names.FACULTIES[group % sizes.faculties]
        login = f"student{number:04}"
        lines.append(
            f"{names.person(random)};{group_code(group)};{faculty};21-{number:04};{login};{login}@example.org;"
        )
    done = student_import.carry_out(organisation=made.organisation, text="\n".join(lines), by=made.registrar)
    refused = done.counts().get("refused", 0)
    if refused:
        raise ValueError(f"{refused} students were refused")
    Student.objects.filter(organisation=made.organisation).update(authorised_at=timezone.now())


def group_code(number: int) -> str:
    return f"ТОП-21-{number + 1}"


def teach(made: Made, sizes: Sizes) -> None:
    """Make the subjects, each taught to one to three groups of its faculty; those with an exam evenly."""
    subjects = [_subject(made, sizes, number) for number in range(sizes.subjects)]
    Subject.objects.bulk_create(subjects, batch_size=200)
    groups = dict(StudyGroup.objects.filter(organisation=made.organisation).values_list("code", "pk"))
    of_faculty = {
        faculty: [groups[group_code(n)] for n in range(faculty, sizes.groups, sizes.faculties)]
        for faculty in range(sizes.faculties)
    }
    random, turn, rows = Random(2), [0] * sizes.faculties, []
    for number, subject in enumerate(subjects):
        faculty = number % sizes.faculties
        mine = of_faculty[faculty]
        for _ in range(min(len(mine), random.choice((1, 1, 2, 2, 3)))):
            teacher = random.choice(made.teachers[faculty])
            rows.append(Teaching(subject=subject, teacher=teacher, study_group_id=mine[turn[faculty] % len(mine)]))
            turn[faculty] += 1
    Teaching.objects.bulk_create(rows, batch_size=300)


def _subject(made: Made, sizes: Sizes, number: int) -> Subject:
    departments, title = made.departments[number % sizes.faculties], names.subject(number)
    written, has_exam = number < sizes.written, number < sizes.exams
    cumulative = sizes.exams <= number < sizes.exams + sizes.cumulative
    form = Format.WRITTEN if written else Format.CUMULATIVE if cumulative else Format.TEST
    return Subject(
        organisation=made.organisation, period=made.period, code=f"S{number:04}", title=title, has_exam=has_exam,
        format=form, department=departments[number // sizes.faculties % DEPARTMENTS], search_title=search_name(title),
    )  # fmt: skip
