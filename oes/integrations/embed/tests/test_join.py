"""A code joins a page to its attempt: once, for minutes, from the exam's own origin only."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import end_attempt, mint_token
from oes.domain.codes import ALPHABET
from oes.integrations.embed import services
from oes.integrations.embed.models import CodeMiss, PageCode
from oes.journal.models import Entry

ORIGIN = "http://127.0.0.1:9"


def ask(attempt: Attempt, use: str = "upload"):
    token = mint_token(attempt=attempt, use=use, lifetime=timedelta(hours=1))
    address = f"/api/v1/attempts/{attempt.uuid}/embed/code"
    return Client().post(address, content_type="application/json", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def code(attempt) -> str:
    return ask(attempt).json()["code"]


def join(code: object, origin: str | None = ORIGIN, **extra):
    headers = {"Origin": origin} if origin is not None else {}
    body = json.dumps({"code": code})
    return Client(enforce_csrf_checks=True).post(
        "/embed/v1/join", body, content_type="application/json", headers=headers, **extra
    )


def journal(subject, action: str) -> list[dict]:
    return [e.content for e in Entry.objects.filter(chain__subject=subject, action=action).order_by("sequence")]


def test_a_code_is_short_has_no_letters_that_look_alike_and_lasts_for_minutes(attempt):
    told = ask(attempt).json()
    letters = told["code"].replace("-", "")
    assert (len(letters), told["expires_in_seconds"]) == (8, 600)
    assert set(letters) <= set(ALPHABET)
    assert letters not in str(PageCode.objects.values())


def test_a_code_is_exchanged_for_a_token_of_its_attempt(code, attempt):
    answer = join(code)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert answer["Cache-Control"] == "no-store"
    body = {"page_key": str(uuid.uuid4()), "events": [{"sequence": 0, "kind": "left", "age_ms": 0}]}
    headers = {"Authorization": f"Bearer {answer.json()['token']}", "Origin": ORIGIN}
    told = Client().post("/embed/v1/events", json.dumps(body), content_type="application/json", headers=headers)
    assert told.json() == {"stored": 1}
    assert attempt.events.get().kind == "left"
    assert len(journal(attempt.uuid, "page_joined")) == 1


def test_it_is_read_as_people_type_it(code):
    assert join(f" {code.lower().replace('-', ' ')} ").status_code == 200


def test_it_is_read_as_a_cyrillic_keyboard_writes_it(code):
    assert join(code.translate(str.maketrans("AEKMHPCTYX", "АЕКМНРСТУХ"))).status_code == 200


def test_a_code_is_good_once(code, attempt):
    assert join(code).status_code == 200
    again = join(code)
    assert (again.status_code, again.json()["code"]) == (410, "old_code")
    assert again["Access-Control-Allow-Origin"] == ORIGIN
    assert [e["reason"] for e in journal(attempt.uuid, "message_refused")] == ["old_code"]
    assert AccessToken.objects.filter(attempt=attempt, use="embed").count() == 1


def test_a_new_code_ends_the_one_before_it(code, attempt):
    newer = ask(attempt).json()["code"]
    assert join(code).json()["code"] == "old_code"
    assert join(newer).status_code == 200


def test_a_code_runs_out(code):
    PageCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert join(code).json()["code"] == "old_code"


def test_a_code_of_an_attempt_that_has_ended_is_worth_nothing(code, attempt):
    end_attempt(attempt=attempt, source="student")
    assert join(code).json()["code"] == "old_code"
    assert ask(attempt).status_code == 409


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1:9.evil.example"])
def test_another_origin_is_refused_and_does_not_use_the_code_up(code, attempt, origin):
    answer = join(code, origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")
    assert "Access-Control-Allow-Origin" not in answer
    assert [e["reason"] for e in journal(attempt.uuid, "message_refused")] == ["wrong_origin"]
    assert join(code).status_code == 200


def test_a_wrong_code_is_told_and_left_in_the_journal(code, organisation):
    answer = join("22222222")
    assert (answer.status_code, answer.json()["code"]) == (404, "wrong_code")
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert [e["reason"] for e in journal(organisation.uuid, "message_refused")] == ["wrong_code"]


def test_who_guesses_has_to_wait_even_with_the_right_code(code, monkeypatch):
    monkeypatch.setattr(services, "MOST_MISSES", 3)
    for _ in range(3):
        assert join("22222222").status_code == 404
    answer = join(code)
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (429, "too_many_tries", "60")
    assert join(code, REMOTE_ADDR="10.0.0.7").status_code == 200


def test_after_the_minute_the_right_code_is_good_again_and_no_address_is_kept(code, monkeypatch):
    monkeypatch.setattr(services, "MOST_MISSES", 1)
    join("22222222")
    assert "127.0.0.1" not in str(CodeMiss.objects.values())
    CodeMiss.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert join(code).status_code == 200
    assert not CodeMiss.objects.exists()


def test_a_code_of_another_organisation_is_unknown(code, outsider, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert join(code, SERVER_NAME="elsewhere.example").json()["code"] == "wrong_code"
    assert join(code).status_code == 200


@pytest.mark.parametrize("bad", [None, 5, [], {}, "x" * 41, True])
def test_what_is_no_code_is_a_bad_body(organisation, bad):
    assert join(bad).status_code == 400


@pytest.mark.parametrize("odd", ["", "-", "ІІІІ", "\ud800", "00000000"])
def test_odd_texts_are_wrong_codes(organisation, odd):
    assert join(odd).json()["code"] == "wrong_code"


@pytest.mark.parametrize("use", ["embed", "extension", "guard", "return"])
def test_only_the_recorders_page_asks_for_a_code(attempt, use):
    assert ask(attempt, use).status_code == 401


def test_an_attempt_asks_for_codes_so_often_and_no_more(attempt, monkeypatch):
    monkeypatch.setattr(services, "MOST_CODES", 1)
    assert [ask(attempt).status_code for _ in range(2)] == [201, 429]


def test_a_stranger_gets_no_code(attempt):
    address = f"/api/v1/attempts/{attempt.uuid}/embed/code"
    assert Client().post(address, content_type="application/json").status_code == 401
    other = {"Authorization": f"Bearer {mint_token(attempt=attempt, use='upload', lifetime=timedelta(hours=1))}"}
    assert Client().post(f"/api/v1/attempts/{uuid.uuid4()}/embed/code", headers=other).status_code == 404
