"""A written exam that is open now, with two variants."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from oes.exams.models import Enrolment, Format
from oes.written.models import Task, WrittenExam
from oes.written.services import hand_out


@pytest.fixture
def written(exam):
    exam.format, exam.address = Format.WRITTEN, ""
    exam.save()
    row = WrittenExam.objects.create(exam=exam, late_minutes=15)
    for variant in (1, 2):
        Task.objects.create(written=row, variant=variant, text=f"Есеп {variant}")
    return row


@pytest.fixture
def work(written, aigerim):
    return hand_out(enrolment=Enrolment.objects.create(exam=written.exam, student=aigerim))


@pytest.fixture
def due(exam):
    """Return a function: the moment so many minutes after the exam has closed."""
    return lambda minutes=0.0: exam.closes_at + timedelta(minutes=minutes)


def jpeg(width: int = 600, height: int = 800, colour: str = "#f4f1e8") -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (width, height), colour)
    image.paste("#20242c", (0, 0, width // 2, height // 2))
    image.save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def photo():
    return jpeg()


@pytest.fixture
def now():
    return timezone.now()
