"""Each address of the administrator's pages: a stranger, the wrong role, another organisation, the right role."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import make_student
from oes.exams import services
from oes.exams.models import Accommodation, Enrolment, Exam, Faculty, ReferencePhoto
from oes.exams.phones import begin_try
from oes.exams.urls import urlpatterns

POST_ONLY = {
    "enrol_groups", "enrol_student", "remove_student", "student_password", "student_mail", "student_photo",
    "photo_decide", "accommodation_end", "phone_try",
}  # fmt: skip
NAMES = [pattern.name for pattern in urlpatterns]


@pytest.fixture
def rows(organisation, exam, aigerim, admin):
    Enrolment.objects.create(exam=exam, student=aigerim)
    photo = services.add_photo(student=aigerim, body=b"jpeg", extension="jpg", sha256="a" * 64, source="roster")
    faculty = Faculty.objects.create(organisation=organisation, name="IT")
    return {
        "exam": exam,
        "student": aigerim,
        "photo": photo,
        "faculty": faculty,
        "group": aigerim.study_group,
        "accommodation": accommodated(aigerim, admin),
        "phone_try": begin_try(exam=exam, by=admin)[0],
    }


def accommodated(student, by):
    row = Accommodation(student=student, extra_minutes=30, valid_from=timezone.localdate())
    return services.add_accommodation(accommodation=row, by=by)


def address_of(name: str, rows) -> str:
    pattern = next(p for p in urlpatterns if p.name == name)
    kwargs = {key: getattr(rows[key], "uuid", rows[key]) for key in pattern.pattern.converters}
    return reverse(f"exams:{name}", kwargs=kwargs)


def ask(client, name, address):
    return client.post(address) if name in POST_ONLY else client.get(address)


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_led_to_authorisation(client, rows, name):
    answer = ask(client, name, address_of(name, rows))
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_role_and_another_organisation_are_refused(signed_in, rows, name, proctor, aigerim, outsider):
    for who in (proctor, aigerim, outsider):
        assert ask(signed_in(who), name, address_of(name, rows)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_the_administration_gets_an_answer(signed_in, rows, name, admin):
    status = ask(signed_in(admin), name, address_of(name, rows)).status_code
    assert status in ((400,) if name == "photo_decide" else (200, 302))  # 400: no decision was sent


@pytest.mark.parametrize("name", [p.name for p in urlpatterns if p.pattern.converters])
def test_rows_of_another_organisation_are_not_there(signed_in, rows, name, admin, outsider):
    theirs = outsider.organisation
    student = make_student(theirs, "theirs", "Theirs", "T-1")
    exam = Exam.objects.get(pk=rows["exam"].pk)
    exam.pk, exam.uuid, exam.organisation = None, uuid.uuid4(), theirs
    exam.save()
    others = {
        "exam": exam,
        "student": student,
        "group": student.study_group,
        "photo": services.add_photo(student=student, body=b"x", extension="jpg", sha256="b" * 64, source="roster"),
        "faculty": Faculty.objects.create(organisation=theirs, name="T"),
        "accommodation": accommodated(student, outsider),
        "phone_try": begin_try(exam=exam, by=outsider)[0],
    }
    answer = ask(signed_in(admin), name, address_of(name, others))
    assert answer.status_code == (302 if name == "remove_student" else 404)
    assert not Enrolment.objects.filter(exam=exam).exists()
    assert ReferencePhoto.objects.get(student=student).state == "pending"
    assert student.accommodations.get().ended_at is None


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_changes_need_a_post(signed_in, rows, name, admin):
    assert signed_in(admin).get(address_of(name, rows)).status_code == 405
