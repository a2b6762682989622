"""Preparing a written exam."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from oes.exams.models import Enrolment, ExamPeriod, Subject, Teaching
from oes.lib import blobs
from oes.notices.models import Notice
from oes.written.models import Piece, Task, WrittenExam

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def at(exam):
    return lambda name, *more: reverse(f"written:{name}", args=[exam.uuid, *more])


@pytest.fixture
def told(exam):
    """What the form sends: the exam's times, text and photos."""
    shown = {
        name: timezone.localtime(getattr(exam, name)).strftime("%Y-%m-%dT%H:%M") for name in ("opens_at", "closes_at")
    }
    return {**shown, "late_minutes": "10", "takes_text": "on", "takes_photos": "on"}


def test_an_exam_becomes_a_written_one(signed_in, registrar, exam, at, told):
    client = signed_in(registrar)
    assert client.get(at("prepare")).status_code == 200 and not WrittenExam.objects.exists()
    assert client.post(at("prepare"), told).status_code == 302
    row = WrittenExam.objects.get()
    exam.refresh_from_db()
    assert (row.late_minutes, row.takes_files, exam.format) == (10, False, "written")
    uuid = str(uuid4())
    for _ in range(2):
        client.post(at("task_save"), {"uuid": uuid, "variant": "2", "text": "Есеп"})
    task = Task.objects.get()
    client.post(at("file_add", task.uuid), {"uuid": uuid, "file": SimpleUploadedFile("a.pdf", PDF)})
    piece = Piece.objects.get()
    assert blobs.read(piece.blob_key) == PDF
    page = client.get(at("prepare")).content.decode()
    assert "Есеп" in page and "a.pdf" in page
    client.post(at("file_remove", piece.uuid))
    client.post(at("task_remove", task.uuid))
    assert not Task.objects.exists() and not Piece.objects.exists()


def test_what_was_typed_wrong_comes_back(signed_in, registrar, at, told, written):
    client = signed_in(registrar)
    wrong = {
        "must end after": {"closes_at": told["opens_at"]},
        "at least one way": {"takes_text": "", "takes_photos": ""},
        "240": {"late_minutes": "9999"},
        "checked after": {"check_until": told["opens_at"]},
        "valid": {"opens_at": "x"},
    }
    for words, change in wrong.items():
        answer = client.post(at("prepare"), {**told, "note": "Калькулятор", **change})
        assert (
            answer.status_code == 200 and words in answer.content.decode() and "Калькулятор" in answer.content.decode()
        )
    answer = client.post(at("task_save"), {"uuid": str(uuid4()), "variant": "99", "text": "Ұзақ есеп"})
    assert answer.status_code == 200 and "Ұзақ есеп" in answer.content.decode()
    assert client.post(at("task_save"), {"uuid": "x", "variant": "", "text": ""}).status_code == 200
    assert WrittenExam.objects.get().note == ""


def test_a_task_that_students_have_stays(signed_in, registrar, at, told, work):
    client = signed_in(registrar)
    mine = Task.objects.get(variant=work.variant)
    client.post(at("task_remove", mine.uuid))
    client.post(at("task_remove", Task.objects.exclude(pk=mine.pk).get().uuid))
    assert list(Task.objects.all()) == [mine]
    answer = client.post(at("prepare"), {**told, "is_proctored": "on"})
    assert "cannot be changed" in answer.content.decode()


def test_a_teacher_prepares_own_subjects_and_moves_no_exam(signed_in, teacher, exam, at, told, written, aigerim):
    client = signed_in(teacher)
    assert client.get(at("prepare")).status_code == 404
    today = timezone.localdate()
    period = ExamPeriod.objects.create(organisation=exam.organisation, title="W", starts_on=today, ends_on=today)
    exam.subject = Subject.objects.create(organisation=exam.organisation, period=period, code="A", title="A")
    exam.save()
    Teaching.objects.create(subject=exam.subject, teacher=teacher, study_group=aigerim.study_group)
    later = timezone.localtime(exam.closes_at + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(at("prepare"), {**told, "closes_at": later}).status_code == 302
    before = exam.closes_at
    exam.refresh_from_db()
    assert exam.closes_at == before


def test_students_are_told_when_the_office_moves_it(signed_in, registrar, exam, at, told, written, aigerim):
    Enrolment.objects.create(exam=exam, student=aigerim)
    later = timezone.localtime(exam.closes_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    client = signed_in(registrar)
    for _ in range(2):
        assert client.post(at("prepare"), {**told, "closes_at": later}).status_code == 302
    assert list(Notice.objects.filter(kind="exam_moved").values_list("user", flat=True)) == [aigerim.user_id]


def test_the_same_form_for_another_exam_breaks_nothing(signed_in, registrar, at, written):
    client = signed_in(registrar)
    other = Task.objects.first()
    WrittenExam.objects.filter(pk=written.pk).update(note="x")
    taken = Piece.objects.create(
        kind="task", task=other, name="a", media_type="a", size=1, sha256="0" * 64, uuid=uuid4()
    )
    last = Task.objects.last()
    told = {"uuid": str(taken.uuid), "file": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post(at("file_add", last.uuid), told).status_code == 302
    for name, body in (("a.exe", b"MZ"), ("a.pdf", b"")):
        told = {"uuid": str(uuid4()), "file": SimpleUploadedFile(name, body)}
        assert client.post(at("file_add", last.uuid), told).status_code == 302
    assert Piece.objects.count() == 1


@pytest.mark.parametrize("year", ["0000", "0001", "1999", "9999"])
def test_a_year_out_of_reach_is_refused(signed_in, registrar, at, told, written, year):
    for name in ("opens_at", "closes_at", "check_until"):
        form = {**told, name: f"{year}-12-31T23:59"}
        assert signed_in(registrar).post(at("prepare"), form).status_code == 200, name


def test_a_test_that_was_sat_stays_a_test(signed_in, registrar, attempt, at, told):
    page = signed_in(registrar).post(at("prepare"), told)
    assert page.status_code == 200
    assert "as a test" in page.content.decode()
    assert not WrittenExam.objects.exists()


@pytest.mark.parametrize(("hours", "written", "made"), [(2, True, True), (2, False, False), (-1, True, False)])
def test_a_teacher_makes_no_test_a_written_exam(
    signed_in, teacher, organisation, exam, aigerim, at, told, hours, written, made
):
    period = ExamPeriod.objects.create(
        organisation=organisation, title="Күз", starts_on="2026-12-01", ends_on="2027-01-30"
    )
    exam.subject = Subject.objects.create(
        organisation=organisation, period=period, code="A", title="A", format="written" if written else "test"
    )
    exam.opens_at = timezone.now() + timedelta(hours=hours)
    exam.save()
    Teaching.objects.create(subject=exam.subject, teacher=teacher, study_group=aigerim.study_group)
    signed_in(teacher).post(at("prepare"), told)
    assert WrittenExam.objects.exists() == made
