"""The try on an administrator's phone, what students on phones read, and who may frame what."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from oes.accounts.models import Organisation
from oes.attempts.services import mint_token
from oes.domain.policy import Policy
from oes.exams import phones
from oes.exams.models import Exam, Phones, PhoneTry
from oes.exams.services import add_policy
from oes.recorder.queries import phones_may

PHONE = {"HTTP_USER_AGENT": "Phone 1.0"}


@pytest.fixture
def code(exam, admin, settings) -> str:
    settings.LANGUAGE_CODE = "en"
    return phones.begin_try(exam=exam, by=admin)[1]


def link_of(code: str) -> str:
    return reverse("recorder:phone_try", args=[code])


def told(name: str, token: str, body: object = None):
    headers = {"Authorization": f"Bearer {token}"}
    return Client().post(reverse(f"recorder:{name}"), json.dumps(body or {}), "application/json", headers=headers)


def test_nobody_comes_in_without_the_code(code, exam):
    for wrong in ("x", code[:-1], code.upper()):
        assert Client().get(link_of(wrong)).status_code == 404
        assert Client().post(link_of(wrong)).status_code == 404
    for name in ("phone_state", "phone_finish"):
        assert told(name, "", {"result": "refused", "loads": 1}).status_code == 401
        assert told(name, code, {"result": "refused", "loads": 1}).status_code == 401
        assert Client().get(reverse(f"recorder:{name}")).status_code == 405


def test_a_preview_does_not_use_the_link_up(code):
    assert Client().get(link_of(code)).status_code == 200
    assert Client().head(link_of(code)).status_code == 200
    assert phones.try_of_link(code) is not None


def test_it_opens_the_exam_in_a_frame_and_nothing_else(code, exam):
    answer = Client().post(link_of(code), **PHONE)
    assert "frame-src 'self' http://127.0.0.1:9;" in answer["Content-Security-Policy"] + ";"
    assert answer["X-Frame-Options"] == "DENY"
    assert PhoneTry.objects.get().browser == "Phone 1.0"
    config = answer.context["config"]
    assert config["address"] == "http://127.0.0.1:9/exam?student=admin"
    assert "4718" not in answer.content.decode()
    assert Client().post(link_of(code), **PHONE).status_code == 404


def test_a_link_of_another_organisation_is_not_there(code, exam):
    exam.organisation = Organisation.objects.create(name="Theirs", host="theirs.example")
    exam.save()
    assert Client().get(link_of(code)).status_code == 404


def test_the_frame_proves_it_through_the_embed_script(code, exam):
    token = Client().post(link_of(code), **PHONE).context["config"]["token"]
    assert told("phone_state", token).json() == {"heard": False, "exam_started": False}
    assert told("phone_finish", token, {"result": "possible", "loads": 2}).status_code == 409
    event = {"sequence": 0, "kind": "exam_started", "age_ms": 5}
    body = {"page_key": "7d0ae0f5-52ab-4a83-9a12-4d3a0a0cbb5a", "events": [event]}
    for origin, status in (("http://127.0.0.1:10", 403), ("http://127.0.0.1:9", 200)):
        answer = Client().post(
            reverse("embed:events"), json.dumps(body), "application/json",
            headers={"Authorization": f"Bearer {token}", "Origin": origin},
        )  # fmt: skip
        assert answer.status_code == status
    assert told("phone_state", token).json() == {"heard": True, "exam_started": True}
    assert told("phone_finish", token, {"result": "possible", "loads": 2}).json() == {"result": "possible"}
    assert Exam.objects.get().phones == Phones.POSSIBLE
    assert told("phone_state", token).status_code == 401


def test_the_embed_script_is_not_heard_after_the_try(code):
    token = Client().post(link_of(code)).context["config"]["token"]
    told("phone_finish", token, {"result": "refused", "loads": 1})
    body = {"page_key": "7d0ae0f5-52ab-4a83-9a12-4d3a0a0cbb5a", "events": []}
    answer = Client().post(
        reverse("embed:events"), json.dumps(body), "application/json", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 401


STRANGE = [
    {},
    {"result": "fine", "loads": 1},
    {"result": "refused", "loads": -1},
    {"result": ["refused"], "loads": 1},
    [1],
]


@pytest.mark.parametrize("body", STRANGE)
def test_a_strange_body_is_refused(code, body):
    token = Client().post(link_of(code)).context["config"]["token"]
    assert told("phone_finish", token, body).status_code == 400
    assert PhoneTry.objects.get().result == ""


def test_students_read_that_phones_are_not_possible(enrolment, signed_in, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    client = signed_in(aigerim)
    consent = reverse("recorder:consent", args=[enrolment.exam.uuid])
    assert "cannot be sat on a phone" in client.get(consent).content.decode()
    assert "Not on a phone" in client.get(reverse("recorder:home")).content.decode()
    Exam.objects.update(phones=Phones.POSSIBLE)
    assert "cannot be sat on a phone" not in client.get(consent).content.decode()
    assert "Not on a phone" not in client.get(reverse("recorder:home")).content.decode()


@pytest.mark.parametrize(
    ("tiers", "state", "may"),
    [
        (("A", "B"), Phones.POSSIBLE, True),
        (("C",), Phones.POSSIBLE, True),
        (("A",), Phones.POSSIBLE, False),
        (("A", "B"), Phones.NOT_TRIED, False),
        (("A", "B"), Phones.NOT_POSSIBLE, False),
    ],
)
def test_phones_need_a_proof_and_rules_without_a_screen(exam, tiers, state, may):
    exam.phones = state
    assert phones_may(exam, Policy(tiers=tiers)) is may


def test_the_recorder_may_frame_the_exam_only(attempt, signed_in, aigerim, organisation):
    add_policy(organisation=organisation, policy=Policy())
    answer = signed_in(aigerim).get(reverse("recorder:attempt", args=[attempt.uuid]))
    rules = answer["Content-Security-Policy"].split("; ")
    assert "frame-src 'self' http://127.0.0.1:9" in rules
    assert "frame-ancestors 'none'" in rules
    assert answer.context["config"]["phones"] is False


def test_only_our_own_pages_may_frame_the_link_back(attempt):
    token = mint_token(attempt=attempt, use="return", lifetime=phones.timedelta(hours=1))
    for _ in range(2):  # used, and used up
        answer = Client().get(reverse("recorder:return", args=[token]))
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_other_pages_frame_nothing_and_nobody_frames_them(client, organisation):
    answer = client.get("/sign-in/")
    assert "frame-src" not in answer["Content-Security-Policy"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
