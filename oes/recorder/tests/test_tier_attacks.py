"""A computer that claims a phone's tier, and what a phone's try lets a stranger do."""

import pytest
from django.test import Client
from django.urls import reverse

from oes.attempts.models import AttemptMark
from oes.attempts.services import open_attempt
from oes.exams import phones
from oes.exams.models import Exam
from oes.recorder.tests.test_api import Page

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
ANDROID = "Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
IPAD = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_6) AppleWebKit/605.1.15 Version/15.4 Safari/605.1.15"


@pytest.mark.parametrize(
    ("tier", "agent", "marked"),
    [
        ("B", WINDOWS, True), ("C", WINDOWS, True), ("A", WINDOWS, False), ("B", ANDROID, False), ("B", IPAD, False),
        ("C", "", False),
    ],
)  # fmt: skip
def test_a_computer_without_its_screen_is_marked(enrolment, tier, agent, marked):
    page = Page(open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent=""))
    page.headers["User-Agent"] = agent
    assert page.post("/ready", {"tier": tier}).status_code == 200
    assert AttemptMark.objects.filter(kind="no_screen").exists() == marked


@pytest.mark.parametrize(
    "address",
    ["https://a.example;sandbox/", "https://*/", "https://a.example,b.example/", "https://a.example'x/"],
)
def test_an_address_adds_no_rule_to_the_frames_header(exam, admin, address):
    Exam.objects.filter(pk=exam.pk).update(address=address)
    exam.refresh_from_db()
    assert exam.origins == ()
    _, code = phones.begin_try(exam=exam, by=admin)
    answer = Client().post(reverse("recorder:phone_try", args=[code]))
    assert "frame-src 'self';" in answer["Content-Security-Policy"] + ";"


def test_a_try_of_another_institution_is_unknown(exam, admin, outsider, settings):
    settings.ALLOWED_HOSTS = ["*"]
    _, code = phones.begin_try(exam=exam, by=admin)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(reverse("recorder:phone_try", args=[code]), HTTP_HOST="elsewhere.example")
        assert answer.status_code == 404
    assert phones.try_of_link(code) is not None


NONSENSE = (
    b"", b"[]", b"\xff", b'{"result": {}}', b'{"result": ["possible"], "loads": 1}',
    b'{"result": "possible", "loads": 1e9}', b'{"result": "possible", "loads": -1}',
)  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE)
@pytest.mark.parametrize("token", ["", "try-", "try-\u00fc", "x"])
def test_nonsense_ends_no_try(exam, admin, body, token):
    _, code = phones.begin_try(exam=exam, by=admin)
    _, good = phones.open_try(code=code, browser="")
    for one in (token, good):
        headers = {"Authorization": f"Bearer {one}"}
        answer = Client().post(reverse("recorder:phone_finish"), body, "application/json", headers=headers)
        assert 400 <= answer.status_code < 500
    assert phones.try_of_token(good) is not None


def test_a_token_of_an_attempt_is_no_token_of_a_try(attempt):
    page = Page(attempt)
    for name in ("phone_state", "phone_finish"):
        address = reverse(f"recorder:{name}")
        answer = Client().post(address, b'{"result": "refused", "loads": 1}', "application/json", headers=page.headers)
        assert answer.status_code == 401


def test_nobody_frames_the_students_pages(attempt, signed_in, aigerim):
    for name, args in (("attempt", [attempt.uuid]), ("consent", [attempt.enrolment.exam.uuid]), ("home", [])):
        answer = signed_in(aigerim).get(reverse(f"recorder:{name}", args=args), follow=True)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
