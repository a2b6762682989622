"""Students are told when an exam was moved."""

from datetime import date, timedelta

import pytest

from oes.exams.models import Enrolment, Exam, ExamPeriod
from oes.exams.services import save_exam
from oes.notices.models import Notice


@pytest.fixture
def listed(exam, aigerim, daniyar) -> Exam:
    for student, language in ((aigerim, "en"), (daniyar, "kk")):
        Enrolment.objects.create(exam=exam, student=student)
        student.user.language = language
        student.user.save()
    return exam


def test_everybody_on_the_list_is_told_of_other_times_in_the_own_language(listed, admin, aigerim):
    before = f"{listed.opens_at + timedelta(hours=5):%d.%m.%Y %H:%M}"
    listed.opens_at += timedelta(days=1)
    listed.closes_at += timedelta(days=1)
    listed.room = "305"
    save_exam(exam=listed, by=admin)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"exam_moved"}
    assert Notice.objects.count() == 2
    told = Notice.objects.get(user=aigerim.user)
    now = f"{listed.opens_at + timedelta(hours=5):%d.%m.%Y %H:%M}"
    assert told.title == "The exam was moved: Дерекқор"
    assert f"is now on {now} – " in told.text
    assert f"(Asia/Almaty). Before: {before}." in told.text
    assert (told.path, told.mail_wanted) == ("/exams/", True)


def test_another_room_alone_is_told_too(listed, admin, aigerim):
    listed.room = "305"
    save_exam(exam=listed, by=admin)
    assert "the room is now 305" in Notice.objects.get(user=aigerim.user).text


def test_nothing_is_told_of_what_students_need_not_know(listed, admin, organisation):
    listed.title = "Дерекқор 2"
    save_exam(exam=listed, by=admin)  # neither times nor room
    listed.period = ExamPeriod.objects.create(
        organisation=organisation, title="Winter", starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 23)
    )
    save_exam(exam=listed, by=admin)
    listed.closes_at += timedelta(hours=1)
    save_exam(exam=listed, by=admin)  # still being planned
    Exam.objects.update(period=None, closes_at=listed.opens_at + timedelta(minutes=5))
    listed.refresh_from_db()
    listed.room = "305"
    save_exam(exam=listed, by=admin)  # it was over
    assert not Notice.objects.exists()
