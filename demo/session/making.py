"""The institution of the session: staff as rows, everything else by the imports that a registrar uses."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from demo.session import names
from demo.session.sizes import Sizes
from oes.accounts.models import Organisation, Role, RoleGrant, SecondFactorUse, User
from oes.domain.policy import Policy
from oes.exams.importing import services, stage
from oes.exams.models import ExamPeriod, Faculty, FacultyOffice, Format, ImportJob, PeriodPlatform, Student
from oes.exams.services import add_policy

DEPARTMENTS = 4
"""Of each faculty."""
Kind, State = ImportJob.Kind, ImportJob.State


class NotImported(Exception):
    """The import refused a file or a line of the made-up tables."""


@dataclass
class Made:
    """What the next steps need."""

    organisation: Organisation
    period: ExamPeriod
    registrar: User
    administrator: User


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
    )  # fmt: skip
    PeriodPlatform.objects.create(period=period, format=Format.TEST, name="Test", address="https://test.example/")
    registrar = _staff(organisation, ["registrar"], Role.REGISTRAR, hashed)[0]
    administrator = _staff(organisation, ["admin"], Role.ADMINISTRATION, hashed)[0]
    _staff(organisation, [f"proctor{n:03}" for n in range(sizes.proctors)], Role.PROCTOR, "!")
    _staff(organisation, ["observer1", "observer2"], Role.OBSERVER, "!")
    deans = _staff(organisation, [f"dean{n}" for n in range(sizes.faculties)], Role.DEAN, "!")
    for dean, name in zip(deans, names.FACULTIES, strict=False):
        faculty = Faculty.objects.create(organisation=organisation, name=name, mail=f"{dean.username}@example.org")
        FacultyOffice.objects.create(faculty=faculty, user=dean)
    return Made(organisation, period, registrar, administrator)


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


def import_all(made: Made, sizes: Sizes) -> None:
    """Import students, teachers, subjects, and who teaches what, each from a table. Raises NotImported."""
    _import(made, Kind.STUDENTS, "full_name;group;faculty;record_book_number;login;email", _students(sizes))
    _import(made, Kind.TEACHERS, "full_name;login;email;department;faculty", _teachers(sizes))
    _import(made, Kind.SUBJECTS, "code;title;department;faculty;has_exam;format", _subjects(sizes))
    _import(made, Kind.TEACHINGS, "subject;teacher;group", _teachings(sizes))
    Student.objects.filter(organisation=made.organisation).update(authorised_at=timezone.now())


def _import(made: Made, kind: str, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Upload a table, let the worker read it, confirm, and let it be carried out."""
    text = "\n".join([header, *(";".join(row) for row in rows)])
    file = SimpleUploadedFile(f"{kind}.csv", text.encode())
    period = made.period if kind in (Kind.SUBJECTS, Kind.TEACHINGS) else None
    job = services.add_job(
        organisation=made.organisation, kind=kind, period=period, file=file, key=uuid.uuid4(), by=made.registrar
    )
    for _ in range(2):
        while stage.import_next():
            pass
        services.confirm(job=job, by=made.registrar)
    job.refresh_from_db()
    if job.state != State.DONE or job.counts.get("refused"):
        raise NotImported(f"{kind}: {job.state} {job.error} {job.counts}")


def group_code(number: int) -> str:
    return f"ТОП-21-{number + 1}"


def _faculty(number: int, sizes: Sizes) -> str:
    return names.FACULTIES[number % sizes.faculties]


def _department(number: int, sizes: Sizes) -> str:
    return f"{_faculty(number, sizes)}: {number // sizes.faculties % DEPARTMENTS + 1}-кафедра"


def _students(sizes: Sizes) -> Iterable[tuple[str, ...]]:
    random = Random(1)
    for number in range(sizes.students):
        group, login = number % sizes.groups, f"student{number:04}"
        name, mail = names.person(random), f"{login}@example.org"
        yield name, group_code(group), _faculty(group, sizes), f"21-{number:04}", login, mail


def _teachers(sizes: Sizes) -> Iterable[tuple[str, ...]]:
    random = Random(2)
    for number in range(sizes.teachers):
        login = f"teacher{number:03}"
        yield (
            names.person(random), login, f"{login}@example.org", _department(number, sizes), _faculty(number, sizes)
        )  # fmt: skip


def _subjects(sizes: Sizes) -> Iterable[tuple[str, ...]]:
    for number in range(sizes.subjects):
        has_exam = "yes" if number < sizes.exams else "no"
        cumulative = sizes.exams <= number < sizes.exams + sizes.cumulative
        form = Format.WRITTEN if number < sizes.written else Format.CUMULATIVE if cumulative else Format.TEST
        where = (_department(number, sizes), _faculty(number, sizes))
        yield f"S{number:04}", names.subject(number), *where, has_exam, str(form)


def _teachings(sizes: Sizes) -> Iterable[tuple[str, ...]]:
    """Each subject is taught to one to three groups of its faculty, in turn, by teachers of the faculty."""
    random, turn = Random(3), [0] * sizes.faculties
    for number in range(sizes.subjects):
        faculty = number % sizes.faculties
        groups = range(faculty, sizes.groups, sizes.faculties)
        for _ in range(min(len(groups), random.choice((1, 1, 2, 2, 3)))):
            teacher = random.randrange(faculty, sizes.teachers, sizes.faculties)
            yield f"S{number:04}", f"teacher{teacher:03}", group_code(groups[turn[faculty] % len(groups)])
            turn[faculty] += 1
