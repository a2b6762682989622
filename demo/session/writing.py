"""The written exams: tasks and criteria by the services, works as rows, marked twice and blind, and released."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.db import transaction

from demo.session.making import Made
from oes.accounts.models import User
from oes.exams.models import Enrolment, Exam, Format
from oes.written.marking.distribution import give_out
from oes.written.marking.models import Marking
from oes.written.marking.release import release_marks
from oes.written.marking.services import finish, save_points
from oes.written.marking.setup import Wanted, add_marker, save_plan
from oes.written.models import Work, WrittenExam
from oes.written.preparing import save_task, save_written

CRITERIA = (("Мазмұны", Decimal(60)), ("Дәлелдеу", Decimal(40)))
MARKERS = 4
"""Of each exam, of as many departments of the faculty."""
VARIANTS = 2
CHECK_DAYS = 7
MISSED = 50
"""Of so many students one hands nothing in."""
BATCH = 60


@transaction.atomic
def prepare(made: Made) -> None:
    """Set how the written exams are, with tasks in variants, criteria and markers."""
    random = Random(4)
    for exam in Exam.objects.filter(period=made.period, format=Format.WRITTEN).select_related(
        "organisation", "subject"
    ):
        values = {"check_until": exam.closes_at + timedelta(days=CHECK_DAYS), "late_minutes": 15}
        written = save_written(exam=exam, values=values, by=made.registrar)
        for variant in range(1, VARIANTS + 1):
            uuid = UUID(int=random.getrandbits(128), version=4)
            save_task(written=written, uuid=uuid, variant=variant, text=f"{variant}-нұсқа", by=made.registrar)
        criteria = [Wanted(None, title, points) for title, points in CRITERIA]
        save_plan(written=written, changes={}, criteria=criteria, by=made.registrar)
        for user in _markers(exam, random):
            add_marker(written=written, user=user, by=made.registrar)


def _markers(exam: Exam, random: Random) -> list[User]:
    """Return teachers of the exam's faculty, each of another department."""
    rows = list(
        User.objects.filter(teacher__department__faculty=exam.faculty_id).select_related("teacher").order_by("pk")
    )
    random.shuffle(rows)
    one_each = {user.teacher.department_id: user for user in rows}
    return list(one_each.values())[:MARKERS]


@transaction.atomic
def write(made: Made) -> int:
    """Make the works; return how many there are."""
    random, count = Random(5), 0
    for written in WrittenExam.objects.filter(exam__period=made.period).select_related("exam"):
        works = list(_works(written, random))
        Work.objects.bulk_create(works, batch_size=BATCH)
        count += len(works)
    return count


def _works(written: WrittenExam, random: Random) -> Iterable[Work]:
    exam = written.exam
    enrolments = list(Enrolment.objects.filter(exam=exam).order_by("pk"))
    numbers = random.sample(range(1000, 10_000), len(enrolments))
    for place, (enrolment, number) in enumerate(zip(enrolments, numbers, strict=True), start=1):
        missed = place % MISSED == 0
        end = None if missed else exam.opens_at + timedelta(minutes=random.randrange(30, 110))
        yield Work(
            written=written, enrolment=enrolment, number=number, variant=place % VARIANTS + 1, due_at=exam.closes_at,
            state=Work.State.MISSED if missed else Work.State.HANDED_IN, text="" if missed else f"Жауап {number}",
            revision=0 if missed else 1, handed_out_at=exam.opens_at, saved_at=end, handed_in_at=end,
        )  # fmt: skip


@transaction.atomic
def mark(made: Made) -> int:
    """Give the works out and mark them, third markings included; return how many markings there were."""
    random, count = Random(6), 0
    for written in WrittenExam.objects.filter(exam__period=made.period).select_related("exam__organisation"):
        give_out(written=written, by=made.registrar)
        criteria = [(row.pk, row.points) for row in written.criteria.all()]
        quality: dict[int, float] = {}
        while rows := list(Marking.objects.filter(work__written=written, finished_at=None).order_by("pk")):
            for row in rows:
                level = quality.setdefault(row.work_id, random.random())
                seen = min(1.0, max(0.0, level + random.gauss(0, 0.06)))
                points = {key: (most * Decimal(str(seen))).quantize(Decimal(1)) for key, most in criteria}
                save_points(marking=row, points=points, words="")
                finish(marking=row)
                count += 1
    return count


@transaction.atomic
def release(made: Made) -> int:
    """Release the marks of every exam; return how many exams."""
    rows = list(WrittenExam.objects.filter(exam__period=made.period).select_related("exam__organisation"))
    for written in rows:
        release_marks(written=written, by=made.registrar)
    return len(rows)
