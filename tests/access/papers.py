"""A written exam that the student is sitting: one work with a photographed page, one task with a file."""

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from oes.accounts.models import User
from oes.exams.models import Enrolment, Exam, ExamPeriod, Student, Subject, Teaching
from oes.written.models import Piece, Task
from oes.written.pieces import add_piece
from oes.written.preparing import add_task_file, save_task, save_written
from oes.written.services import hand_out

PDF = b"%PDF-1.4\n%%EOF"


def make_papers(exam: Exam, student: Student, by: User, teacher: User) -> dict[str, Any]:
    """Return what stands in the addresses of its pages. The teacher teaches the subject."""
    _teach(exam, student, teacher)
    written = save_written(exam=exam, values={"late_minutes": 15}, by=by)
    task = save_task(written=written, uuid=uuid4(), variant=1, text="Есеп", by=by)
    file = add_task_file(task=task, uuid=uuid4(), name="plan.pdf", body=PDF, by=by)
    spare = Task.objects.create(written=written, variant=2, text="Есеп")
    work = hand_out(enrolment=Enrolment.objects.create(exam=exam, student=student))
    if work.variant != 1:
        type(work).objects.filter(pk=work.pk).update(variant=1)
    page = add_piece(work=work, uuid=uuid4(), kind=Piece.Kind.PHOTO, name="1.jpg", body=page_jpeg())
    return {
        "written:exam": exam.uuid, "written:piece": page.uuid, "written:work": work.uuid,
        "written:task": spare.uuid, "written:file_remove:piece": file.uuid,
    }  # fmt: skip


def _teach(exam: Exam, student: Student, teacher: User) -> None:
    today = timezone.localdate()
    period = ExamPeriod.objects.create(
        organisation=exam.organisation, title="Жазғы сессия", starts_on=today, ends_on=today + timedelta(days=14)
    )
    exam.subject = Subject.objects.create(organisation=exam.organisation, period=period, code="PH", title=exam.title)
    exam.save()
    Teaching.objects.create(subject=exam.subject, teacher=teacher, study_group=student.study_group)


def page_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "#f4f1e8").save(out, "JPEG")
    return out.getvalue()
