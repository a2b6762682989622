"""The pages of applications."""

from uuid import uuid4

import pytest
from django.urls import reverse

from oes.portal import application_services as services
from oes.portal.models import Application
from oes.portal.tests.test_applications import dean, faculty, send, subject

pytestmark = pytest.mark.usefixtures("in_english")

__all__ = ["dean", "faculty", "subject"]


def form(subject, **values):
    told = {"uuid": str(uuid4()), "subject": str(subject.uuid), "course": "2", "contact": "+7", "reason": "Work abroad"}
    return told | values


def test_a_student_applies_and_the_office_decides(signed_in, aigerim, subject, dean):
    student, office = signed_in(aigerim), signed_in(dean)
    page = student.post(reverse("portal:application_new"), form(subject), follow=True).content.decode()
    row = Application.objects.get()
    assert "with the dean’s office" in page and "Work abroad" in page
    queue = office.get(reverse("portal:applications")).content.decode()
    assert aigerim.full_name in queue and "Roman law" in queue
    url = reverse("portal:application", args=[row.uuid])
    office.post(url, {"decision": "returned", "reason": "Which year?"})
    own = reverse("portal:own_application", args=[row.uuid])
    assert "Which year?" in student.get(own).content.decode()
    student.post(own, {"contact": "+7", "reason": "In 2026"})
    office.post(url, {"decision": "granted", "reason": "Good"})
    assert "granted" in student.get(own).content.decode()
    assert "Decide</button>" not in office.get(url).content.decode()


@pytest.mark.parametrize("wrong", [{"subject": "x"}, {"course": "99"}, {"reason": ""}, {"contact": ""}, {"uuid": ""}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, aigerim, subject, dean, wrong):
    told = form(subject, reason="A long story") | wrong
    answer = signed_in(aigerim).post(reverse("portal:application_new"), told)
    assert answer.status_code == 200 and not Application.objects.exists()
    assert told["reason"] in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"decision": ""}, {"decision": "withdrawn"}, {"reason": ""}])
def test_a_decision_needs_a_reason(signed_in, aigerim, subject, dean, wrong):
    row = send(aigerim, subject)
    told = {"decision": "refused", "reason": "No room"} | wrong
    answer = signed_in(dean).post(reverse("portal:application", args=[row.uuid]), told)
    assert answer.status_code == 200 and told["reason"] in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_decision_that_came_too_late_is_said(signed_in, aigerim, subject, dean):
    row = send(aigerim, subject)
    client, url = signed_in(dean), reverse("portal:application", args=[row.uuid])
    services.withdraw(application=row)
    answer = client.post(url, {"decision": "granted", "reason": "Good"})
    assert answer.status_code == 200 and Application.objects.get().state == "withdrawn"


def test_it_is_withdrawn_once(signed_in, aigerim, subject, dean):
    row = send(aigerim, subject)
    client, url = signed_in(aigerim), reverse("portal:application_withdraw", args=[row.uuid])
    assert "is withdrawn" in client.post(url, follow=True).content.decode()
    assert "any more" in client.post(url, follow=True).content.decode()


def test_nobody_sees_anothers_application(signed_in, aigerim, daniyar, subject, dean):
    row = send(aigerim, subject)
    for name in ("own_application", "own_form"):
        assert signed_in(daniyar).get(reverse(f"portal:{name}", args=[row.uuid])).status_code == 404
    assert signed_in(aigerim).get(reverse("portal:own_form", args=[row.uuid])).content.startswith(b"%PDF-")


def test_the_queue_asks_a_fixed_number_of_queries(signed_in, aigerim, subject, dean, django_assert_num_queries):
    send(aigerim, subject)
    client = signed_in(dean)
    with django_assert_num_queries(8):
        client.get(reverse("portal:applications"), {"view": "all"})
