"""Proctors and observers, on the page of an exam."""

import pytest

from oes.exams.models import ExamDuty
from oes.notices.models import Notice


@pytest.fixture
def client(registrar, signed_in):
    return signed_in(registrar)


def test_somebody_proctors_an_exam_is_told_and_does_no_more(client, exam, proctor):
    page = client.get(f"/manage/exams/{exam.uuid}/").content.decode()
    assert '<option value="proctor">' in page
    for _ in range(2):
        client.post(f"/manage/exams/{exam.uuid}/duties/", {"duty": "proctor", "login": "proctor"})
    duty = ExamDuty.objects.get()
    notice = Notice.objects.get(user=proctor)
    assert exam.title in notice.text
    assert '<option value="proctor">' not in client.get(f"/manage/exams/{exam.uuid}/").content.decode()
    for _ in range(2):
        client.post(f"/manage/exams/{exam.uuid}/duties/{duty.uuid}/end/")
    assert not ExamDuty.objects.exists()
    assert Notice.objects.filter(user=proctor).count() == 2


@pytest.mark.parametrize(
    "form", [{}, {"duty": "observer", "login": "proctor"}, {"duty": "king", "login": "proctor"}, {"duty": "proctor"}]
)
def test_who_does_not_hold_the_role_gets_no_duty(client, exam, proctor, form):
    assert client.post(f"/manage/exams/{exam.uuid}/duties/", form).status_code == 302
    assert not ExamDuty.objects.exists()
