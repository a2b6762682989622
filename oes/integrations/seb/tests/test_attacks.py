"""What a hostile student tries around Safe Exam Browser."""

import json

import pytest
from django.urls import reverse

from oes.attempts.services import AttemptRefused, ready_attempt
from oes.domain.safe_exam_browser import request_hash
from oes.integrations.seb.models import SafeBrowserSettings
from oes.integrations.seb.tests.test_pages import (  # noqa: F401  fixtures
    PROGRAM,
    key_of,
    opened,
    opened_attempt,
    seb_exam,
    student,
)

BODIES = [
    '{"address": "http://["}',
    '{"address": "http://testserver/\\ud800", "config_key": "a", "exam_key": ""}',
    '{"address": "http://testserver/", "config_key": "\\ud800", "exam_key": "\\udfff"}',
    '{"address": "http://testserver:99999999/", "config_key": "a"}',
    '{"address": null}', "[]", "", "{", "\x00", '{"address": 1e999}',
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_no_nonsense_of_a_script_breaks_the_check(student, seb_exam, body):  # noqa: F811
    answer = student.post(reverse("seb:check", args=[seb_exam.uuid]), body, content_type="application/json")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json() == {"matched": False}


def test_a_program_that_is_not_listed_gives_no_tier(student, seb_exam, opened_attempt):  # noqa: F811
    """The settings' hash alone is what everybody can compute who has the file."""
    SafeBrowserSettings.objects.create(exam=seb_exam, exam_keys=PROGRAM)
    path = reverse("recorder:attempt", args=[opened_attempt.uuid])
    assert opened(student, path, key_of(seb_exam)).status_code == 403
    with pytest.raises(AttemptRefused):
        ready_attempt(attempt=opened_attempt, tier="S")
    assert opened(student, path, key_of(seb_exam), PROGRAM).status_code == 200
    assert ready_attempt(attempt=opened_attempt, tier="S").tier == "S"


def test_straight_to_the_api_begins_no_required_exam(student, seb_exam, opened_attempt):  # noqa: F811
    token = student.post(reverse("recorder:token", args=[opened_attempt.uuid])).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    base = f"/api/v1/attempts/{opened_attempt.uuid}/"
    for tier in "ABCS":
        answer = student.post(base + "ready", {"tier": tier}, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "tier")
    assert student.post(base + "start", {}, content_type="application/json", headers=headers).status_code == 409


def test_a_strangers_question_is_sent_to_the_sign_in(client, seb_exam, opened_attempt):  # noqa: F811
    for address in (
        reverse("recorder:consent", args=[seb_exam.uuid]),
        reverse("recorder:attempt", args=[opened_attempt.uuid]),
        reverse("seb:check", args=[seb_exam.uuid]),
    ):
        headers = {"X-SafeExamBrowser-ConfigKeyHash": "a" * 64}
        assert client.get(address, headers=headers).status_code == 302


@pytest.mark.parametrize("sent", ["", "x", "a" * 5000, "\udcff", "é"])
def test_odd_headers_do_no_harm(student, seb_exam, sent):  # noqa: F811
    page = student.get(
        reverse("recorder:consent", args=[seb_exam.uuid]), headers={"X-SafeExamBrowser-ConfigKeyHash": sent}
    )
    assert page.status_code == 403


def test_a_hash_for_one_exam_opens_no_other(student, seb_exam, opened_attempt):  # noqa: F811
    address = "http://testserver/anything"
    told = {"address": address, "config_key": request_hash(address, "b" * 64), "exam_key": ""}
    answer = student.post(reverse("seb:check", args=[seb_exam.uuid]), json.dumps(told), content_type="application/json")
    assert answer.json() == {"matched": False}
    assert student.get(reverse("recorder:attempt", args=[opened_attempt.uuid])).status_code == 403
