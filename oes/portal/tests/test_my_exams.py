"""What "My exams" says of exams that are written on pages of ours."""

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.exams.models import Exam
from oes.written.models import Work, WrittenExam

HOME = reverse("recorder:home")


@pytest.fixture
def written(enrolment) -> WrittenExam:
    Exam.objects.filter(pk=enrolment.exam.pk).update(address="", format="written")
    return WrittenExam.objects.create(exam=enrolment.exam)


@pytest.fixture
def client(signed_in, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    return signed_in(aigerim)


def test_an_exam_without_anything_to_sit_is_being_prepared(client, written, exam):
    written.delete()
    page = client.get(HOME).content.decode()
    assert "being prepared" in page
    assert reverse("recorder:consent", args=[exam.uuid]) not in page


@pytest.mark.parametrize("is_proctored", [False, True])
def test_the_recorder_is_opened_only_where_something_is_recorded(
    client, written, exam, is_proctored, django_assert_max_num_queries
):
    WrittenExam.objects.update(is_proctored=is_proctored)
    with django_assert_max_num_queries(10):
        page = client.get(HOME).content.decode()
    assert (reverse("recorder:consent", args=[exam.uuid]) in page) == is_proctored


def test_a_work_that_was_begun_is_known(client, written, enrolment):
    now = timezone.now()
    Work.objects.create(written=written, enrolment=enrolment, number=7, handed_out_at=now)
    (line,) = client.get(HOME).context["lines"]
    assert (line.is_on_our_page, line.is_prepared) == (True, True)
