"""A written exam that the student is sitting: one work with a photographed page, one task with a file."""

import io
from typing import Any
from uuid import uuid4

from PIL import Image

from oes.accounts.models import User
from oes.exams.models import Enrolment, Exam, Student
from oes.written.models import Piece, Task
from oes.written.pieces import add_piece
from oes.written.preparing import add_task_file, save_task, save_written
from oes.written.services import hand_out

PDF = b"%PDF-1.4\n%%EOF"


def make_papers(exam: Exam, student: Student, by: User) -> dict[str, Any]:
    """Return what stands in the addresses of its pages."""
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
        "written:task": spare.uuid, "written:file": file.uuid,
    }  # fmt: skip


def page_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "#f4f1e8").save(out, "JPEG")
    return out.getvalue()
