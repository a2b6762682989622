"""Two written exams: one whose works are being marked, and one whose marks are released and whose works are open."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from oes.accounts.models import Organisation, User
from oes.exams.models import (
    Department,
    Enrolment,
    Exam,
    ExamDuty,
    ExamPeriod,
    Faculty,
    Format,
    Student,
    StudyGroup,
    Subject,
    TeacherProfile,
    Teaching,
)
from oes.lib import blobs
from oes.written.marking import distribution, release, services, setup
from oes.written.marking.models import Marking
from oes.written.models import Piece, Work, WrittenExam

_MARKED = (
    "board", "criteria", "marker_add", "marker_remove", "give_out", "move", "release", "open", "marks_file", "mine",
    "observed", "open_again",
)  # fmt: skip


def make_works(organisation: Organisation, student: Student, users: dict[str, User]) -> dict[str, Any]:
    """Return what stands in the addresses of marking. `users`: admin, teacher, observer."""
    period = ExamPeriod.objects.create(
        organisation=organisation, title="Күзгі сессия", starts_on="2027-01-04", ends_on="2027-01-30"
    )
    subject = Subject.objects.create(organisation=organisation, period=period, code="MAT1", title="Алгебра")
    group = StudyGroup.objects.get(pk=student.study_group_id)
    Teaching.objects.create(subject=subject, teacher=users["teacher"], study_group=group)
    faculty = Faculty.objects.create(organisation=organisation, name="Science")
    department = Department.objects.create(organisation=organisation, faculty=faculty, name="Algebra")
    TeacherProfile.objects.create(user=users["teacher"], department=department)
    marked, released = (_written(organisation, student, subject, users, title) for title in ("Алгебра", "Талдау"))
    _release(released, users["admin"])
    marking = Marking.objects.get(work__written=marked)
    remark = services.add_remark(marking=marking, text="?")
    work = marking.work
    mine = {f"written:{name}:exam": marked.exam.uuid for name in _MARKED}
    mine |= {f"written:{name}:exam": released.exam.uuid for name in ("mark", "fellows", "fellow")}
    return mine | {
        "classroom:exam": marked.exam.uuid, "written:marking": marking.uuid, "written:remark": remark.uuid,
        "written:open_again:marking": marking.uuid,
        "written:marker": marked.markers.get().uuid, "written:work:work": work.uuid,
        "owndata:export_work:work": released.works.get().uuid,
        "written:fellow:work": released.works.get().uuid, "written:work_piece:piece": work.pieces.get().uuid,
    }  # fmt: skip


def _written(organisation: Organisation, student: Student, subject: Subject, users: Any, title: str) -> WrittenExam:
    now = timezone.now()
    exam = Exam.objects.create(
        organisation=organisation, title=title, format=Format.WRITTEN, subject=subject,
        opens_at=now - timedelta(hours=6), closes_at=now - timedelta(hours=4),
    )  # fmt: skip
    written, admin = WrittenExam.objects.create(exam=exam), users["admin"]
    ExamDuty.objects.create(exam=exam, user=users["observer"], duty=ExamDuty.Duty.OBSERVER, added_by=admin)
    work = Work.objects.create(
        written=written, enrolment=Enrolment.objects.create(exam=exam, student=student), number=4711,
        state=Work.State.HANDED_IN, text="x = 2", handed_out_at=now, handed_in_at=now,
    )  # fmt: skip
    _piece(work)
    changes = {"cross_check": False, "opens_works": True}
    criteria = [setup.Wanted(None, "Solution", Decimal(10))]
    setup.save_plan(written=written, changes=changes, criteria=criteria, by=admin)
    setup.add_marker(written=written, user=users["teacher"], by=admin)
    distribution.give_out(written=written, by=admin)
    return WrittenExam.objects.get(pk=written.pk)


def _piece(work: Work) -> None:
    key = f"works/{work.uuid}/one.pdf"
    blobs.put(key, b"%PDF-1.7")
    Piece.objects.create(
        kind=Piece.Kind.FILE, work=work, name="a.pdf", media_type="application/pdf", size=8, sha256="a" * 64,
        blob_key=key,
    )  # fmt: skip


def _release(written: WrittenExam, by: User) -> None:
    marking = Marking.objects.get(work__written=written)
    services.save_points(marking=marking, points={written.criteria.get().pk: Decimal(7)}, words="")
    services.finish(marking=marking)
    release.release_marks(written=written, by=by)
    release.open_works(written=written, by=by, is_open=True)
