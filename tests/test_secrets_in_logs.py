"""Nothing that opens something is written to the log, whatever goes wrong with it."""

import json
import logging
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD
from oes.accounts import second_factor
from oes.accounts.services import password_path
from oes.attempts.services import mint_token
from oes.lib.logs import JsonLines


@pytest.fixture
def lines(settings):
    """Everything the process logs from now on, as the log would have it."""
    told: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(self.format(record))

    handler, root = Kept(), logging.getLogger()
    handler.setFormatter(JsonLines())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(before)


def events(lines: list[str]) -> list[str]:
    return [json.loads(line)["event"] for line in lines]


def test_signing_in_is_told_with_who_and_where_and_without_what_was_typed(lines, admin):
    row = second_factor.begin(user=admin)
    secret = second_factor.secret_of(row)
    papers = second_factor.confirm(row=row, code=pyotp.TOTP(secret).now())
    client = Client()
    for login, password in (("admin", "a-wrong-one"), ("typed-into-the-login", "x"), ("admin", PASSWORD)):
        client.post("/sign-in/", {"username": login, "password": password, "system": "administration"})
    client.post("/sign-in/code/", {"code": "999999"})
    client.post("/sign-in/code/", {"code": papers[0]})
    client.post("/sign-out/")
    text = "\n".join(lines)
    assert {"sign_in_refused", "second_factor_refused", "signed_in", "signed_out"} <= set(events(lines))
    entered = next(json.loads(line) for line in lines if '"signed_in"' in line)
    assert (entered["user"], entered["address"], entered["factors"]) == (str(admin.uuid), "127.0.0.1", 2)
    hidden = (PASSWORD, "a-wrong-one", secret, "999999", *papers, client.cookies["sessionid"].value)
    assert [one for one in hidden if one and one in text] == []


def test_tokens_and_codes_in_addresses_are_left_out(lines, attempt, admin):
    upload = mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
    back = mint_token(attempt=attempt, use="return", lifetime=timedelta(hours=1))
    client, mailed = Client(), password_path(admin)
    for _ in range(2):  # the second time each is used up, and answered with 404
        client.get(reverse("recorder:return", args=[back]))
    client.get(mailed, follow=True)
    client.get(reverse("recorder:phone_try", args=["guessed-code"]))
    client.get(reverse("seb:students_file", args=["forged-pass"]))
    headers = {"Authorization": f"Bearer {upload}"}
    client.post(f"/api/v1/attempts/{attempt.uuid}/nonsense", headers=headers)
    client.post(f"/api/v1/attempts/{attempt.uuid}/runs", b"{", content_type="application/json", headers=headers)
    text = "\n".join(lines)
    assert "Not Found: /attempts/return/…" in text
    hidden = (upload, back, mailed.split("/")[-2], "guessed-code", "forged-pass")
    assert [one for one in hidden if one in text] == []


def test_a_crash_tells_no_secret_of_its_request(lines, attempt, monkeypatch):
    back = mint_token(attempt=attempt, use="return", lifetime=timedelta(hours=1))

    def crash(*args: object, **more: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("oes.recorder.views.end_attempt", crash)
    answer = Client(raise_request_exception=False).get(reverse("recorder:return", args=[back]))
    assert answer.status_code == 500
    assert "out of order" not in answer.content.decode()
    text = "\n".join(lines)
    assert "out of order" in text
    assert back not in text


def test_a_refused_page_names_who_asked(lines, aigerim, signed_in):
    assert signed_in(aigerim).get("/students/").status_code == 403
    refused = [json.loads(line) for line in lines if "Forbidden" in line]
    assert [line["user"] for line in refused] == [str(aigerim.user.uuid)]


def test_a_line_is_one_line(lines):
    logging.getLogger("oes").warning('first\n{"event": "forged"}')
    assert events(lines) == ['first\n{"event": "forged"}']
