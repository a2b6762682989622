"""A small exam session: two groups, three subjects, a few slots."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from conftest import make_student, make_user
from oes.accounts.models import Organisation, User
from oes.exams.models import Department, ExamPeriod, ExamSlot, Faculty, Student, Subject, Teaching

FIRST = datetime(2031, 1, 13, 4, tzinfo=UTC)
"""A Monday, 09:00 in Almaty."""


@dataclass
class Scene:
    organisation: Organisation
    period: ExamPeriod
    registrar: User
    teacher: User
    proctors: list[User]
    slots: list[ExamSlot]
    subjects: list[Subject]
    students: list[Student]


def make_scene(organisation: Organisation, registrar: User, *, slots: int = 3, **offer: int) -> Scene:
    """Two groups of two students; the first is taught all three subjects, the second the last one."""
    period = ExamPeriod.objects.create(
        organisation=organisation, title="Қыс", starts_on=date(2031, 1, 13), ends_on=date(2031, 1, 25)
    )
    faculty = Faculty.objects.create(organisation=organisation, name="IT")
    department = Department.objects.create(organisation=organisation, faculty=faculty, name="CS")
    teacher = make_user(organisation, "teaches", "teacher")
    students = [make_student(organisation, f"s{n}", f"Student {n}", "A" if n < 2 else "B") for n in range(4)]
    subjects = [
        Subject.objects.create(
            organisation=organisation, period=period, department=department, code=f"S{n}", title=f"Subject {n}"
        )
        for n in range(3)
    ]
    for subject in subjects:
        Teaching.objects.create(subject=subject, teacher=teacher, study_group=students[0].study_group)
    Teaching.objects.create(subject=subjects[2], teacher=teacher, study_group=students[2].study_group)
    return Scene(
        organisation, period, registrar, teacher,
        [make_user(organisation, f"proctor{n}", "proctor") for n in range(2)],
        [make_slot(period, day, **offer) for day in range(slots)], subjects, students,
    )  # fmt: skip


def make_slot(period: ExamPeriod, day: int, hours: float = 0, **offer: int) -> ExamSlot:
    start = FIRST + timedelta(days=day, hours=hours)
    return ExamSlot.objects.create(period=period, starts_at=start, ends_at=start + timedelta(hours=2), **offer)
