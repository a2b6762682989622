"""A written exam whose works are handed in, with markers of two departments."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from conftest import make_student, make_user
from oes.accounts.models import Organisation, User
from oes.exams.models import Department, Enrolment, Exam, Faculty, Format, TeacherProfile
from oes.written.marking import distribution, services, setup
from oes.written.marking.models import Marking
from oes.written.models import Work, WrittenExam


@dataclass
class Scene:
    """The exam with everybody at it. `markers`: Algebra, Algebra, Physics."""

    written: WrittenExam
    works: list[Work]
    markers: list[User]
    head: User
    """The registrar."""

    def give_out(self) -> None:
        distribution.give_out(written=self.written, by=self.head)

    def mark(self, work: Work, turn: int, points: int | str) -> Marking:
        """Finish the marking of a turn with so many points of 20, all for the first criterion first."""
        row = Marking.objects.get(work=work, turn=turn)
        one, two = row.work.written.criteria.all()
        left = min(Decimal(points), one.points)
        services.save_points(marking=row, points={one.pk: left, two.pk: Decimal(points) - left}, words="")
        return services.finish(marking=row)

    def mark_all(self, points: int = 15) -> None:
        for row in Marking.objects.filter(work__written=self.written, finished_at=None):
            self.mark(row.work, row.turn, points)


def make_teacher(organisation: Organisation, login: str, department: str | None) -> User:
    user = make_user(organisation, login, "teacher")
    if department:
        faculty, _ = Faculty.objects.get_or_create(organisation=organisation, name="Science")
        row, _ = Department.objects.get_or_create(organisation=organisation, name=department, faculty=faculty)
        TeacherProfile.objects.create(user=user, department=row)
    return user


def make_written(organisation: Organisation, title: str = "Алгебра") -> WrittenExam:
    now = timezone.now()
    exam = Exam.objects.create(
        organisation=organisation, title=title, format=Format.WRITTEN, planned_minutes=90,
        opens_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=1),
    )  # fmt: skip
    return WrittenExam.objects.create(exam=exam)


def add_work(written: WrittenExam, login: str, number: int, state: str = Work.State.HANDED_IN) -> Work:
    organisation = written.exam.organisation
    student = make_student(organisation, login, f"Аты {login}", "ИС-21-1")
    enrolment = Enrolment.objects.create(exam=written.exam, student=student)
    now = timezone.now()
    return Work.objects.create(
        written=written, enrolment=enrolment, number=number, state=state, text=f"Ответ номер {number}",
        handed_out_at=now - timedelta(hours=3), handed_in_at=now - timedelta(hours=1),
    )  # fmt: skip


def make_scene(organisation: Organisation, head: User, works: int = 2, **plan: object) -> Scene:
    written = make_written(organisation)
    rows = [add_work(written, f"s{n}", 100 + n) for n in range(works)]
    people = [("beka", "Algebra"), ("saule", "Algebra"), ("olga", "Physics")]
    markers = [make_teacher(organisation, login, department) for login, department in people]
    wanted = [setup.Wanted(None, "Solution", Decimal(12)), setup.Wanted(None, "Proof", Decimal(8))]
    setup.save_plan(written=written, changes=plan, criteria=wanted, by=head)
    for marker in markers:
        setup.add_marker(written=written, user=marker, by=head)
    return Scene(WrittenExam.objects.get(pk=written.pk), rows, markers, head)
