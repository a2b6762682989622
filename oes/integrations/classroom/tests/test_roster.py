"""A course's roster through the import of files: bad lines are named, twice changes nothing."""

import uuid

import pytest
from django.urls import reverse

from oes.exams.importing import services as imports
from oes.exams.models import Enrolment, ImportJob, Student
from oes.exams.tests.imports import work

pytestmark = pytest.mark.django_db
PAGE = reverse("classroom:roster") + "?course=c1"


def sent(client, **fields):
    key = uuid.uuid4()
    response = client.post(PAGE, {"uuid": key, **fields})
    assert response["Location"] == reverse("exams:import_job", args=[key])
    return work(ImportJob.objects.get(uuid=key))


def test_students_come_on_the_list_of_an_exam(signed_in, registrar, connected, exam, aigerim, google):
    google.people["u1"] = "Aigerim@example.org"
    client = signed_in(registrar)
    job = sent(client, kind="enrolments", exam=exam.uuid)
    assert job.counts == {"create": 1, "change": 0, "same": 0, "refused": 2}
    assert not Enrolment.objects.exists()
    assert sorted(job.lines.filter(action="refused").values_list("cells__record_book_number", flat=True)) == [
        "S1@Example.org", "stranger@example.org",
    ]  # fmt: skip
    imports.confirm(job=job, by=registrar)
    work(job)
    assert Enrolment.objects.get().student == aigerim
    assert sent(client, kind="enrolments", exam=exam.uuid).counts["create"] == 0


def test_accounts_are_made_for_those_who_have_none(signed_in, registrar, connected, aigerim, google):
    google.people["u1"] = "aigerim@example.org"
    client = signed_in(registrar)
    job = sent(client, kind="students", group="ИС-21-1")
    assert job.counts == {"create": 2, "change": 0, "same": 1, "refused": 0}
    imports.confirm(job=job, by=registrar)
    work(job)
    made = Student.objects.get(user__username="stranger@example.org")
    assert (made.record_book_number, made.full_name) == ("G-u3", "Аты u3")
    assert sent(client, kind="students", group="Х-1").counts == {"create": 0, "change": 0, "same": 3, "refused": 0}


def test_an_address_that_two_have_is_refused(signed_in, registrar, connected, aigerim, daniyar, google):
    google.people = {"u1": "aigerim@example.org"}
    daniyar.user.email = "AIGERIM@example.org"
    daniyar.user.save()
    assert sent(signed_in(registrar), kind="students", group="Х-1").counts["refused"] == 1


def test_a_form_that_lacks_something_is_shown_again(signed_in, registrar, connected):
    client = signed_in(registrar)
    for fields in ({"kind": "students"}, {"kind": "enrolments"}, {"kind": "x"}, {"kind": "enrolments", "exam": "x"}):
        response = client.post(PAGE, {"uuid": uuid.uuid4(), **fields})
        assert response.status_code == 200
        assert response.context["form"].errors
    assert not ImportJob.objects.exists()


def test_a_course_that_is_not_there_leads_back(signed_in, registrar, connected, google):
    google.failures["courses.get"] = [(404, "Requested entity was not found.")]
    assert signed_in(registrar).get(PAGE)["Location"] == reverse("classroom:courses")
