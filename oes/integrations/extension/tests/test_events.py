"""What the extension may tell, and what is refused with an entry in the journal."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import end_attempt, mint_token
from oes.integrations.extension.services import give_token
from oes.journal.models import Entry
from oes.recordings.models import ClientEvent

ADDRESS = "/extension/v1/events"
ID = "abcdefghijklmnopabcdefghijklmnop"
OURS = f"chrome-extension://{ID}"
FIREFOX = "moz-extension://0b1fbd59-1dd5-4e44-92c3-9d7d1d2f4b6a"
PAGE = "edc0480a-fe06-4883-9943-ecce4c8be64c"


@pytest.fixture(autouse=True)
def _known(settings):
    settings.OES_EXTENSION_IDS = [ID]


@pytest.fixture
def token(attempt) -> str:
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(minutes=10))
    return give_token(attempt=attempt, origin=OURS)[0]


def tell(token: str, attempt, *events: tuple, origin: str = OURS, page: str = PAGE):
    told = [
        {"sequence": n, "kind": kind, "age_ms": age, "detail": detail[0] if detail else ""}
        for n, kind, age, *detail in events
    ]
    return post(token, json.dumps({"attempt": str(attempt.uuid), "page_key": page, "events": told}), origin)


def post(token: str, body: str | bytes, origin: str = OURS):
    headers = {"Authorization": f"Bearer {token}", "Origin": origin}
    return Client(enforce_csrf_checks=True).post(ADDRESS, body, content_type="application/json", headers=headers)


def refusals(subject) -> list[dict]:
    entries = Entry.objects.filter(chain__subject=subject, action="message_refused").order_by("sequence")
    return [entry.content for entry in entries]


def test_it_stores_a_switch_with_its_host(token, attempt):
    answer = tell(token, attempt, (0, "started", 9000), (1, "left", 5000, "example.com"), (2, "returned", 0))
    assert answer.json() == {"stored": 3, "running": True}
    assert answer["Access-Control-Allow-Origin"] == OURS
    left = ClientEvent.objects.get(kind="left")
    assert (left.source, left.detail, str(left.run_key)) == ("extension", "example.com", PAGE)
    assert left.at_seconds == pytest.approx(595, abs=2)


def test_it_says_when_the_attempt_is_over(token, attempt):
    end_attempt(attempt=attempt, source="student")
    assert tell(token, attempt, (0, "stopped", 0)).json() == {"stored": 1, "running": False}


@pytest.mark.parametrize(
    "origin",
    [
        "", "null", "https://tests.example", f"{OURS}.evil.example", f"https://{ID}", f"{OURS}/", OURS.upper(),
        "chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba", FIREFOX,
    ],
)  # fmt: skip
def test_another_origin_is_refused(token, attempt, origin):
    answer = tell(token, attempt, (0, "left", 0), origin=origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")
    assert [e["reason"] for e in refusals(attempt.uuid)] == ["wrong_origin"]
    assert answer.headers.get("Access-Control-Allow-Origin") in (None, FIREFOX)
    assert not ClientEvent.objects.exists()


def test_a_firefox_may_use_only_the_token_given_to_its_own_installation(attempt):
    token = give_token(attempt=attempt, origin=FIREFOX)[0]
    assert tell(token, attempt, (0, "left", 0), origin=FIREFOX).status_code == 200
    other = "moz-extension://11111111-1111-4111-8111-111111111111"
    assert tell(token, attempt, (1, "returned", 0), origin=other).status_code == 403
    assert [e["origin"] for e in refusals(attempt.uuid)] == ["11111111-1111-4111-8111-111111111111"]


def test_a_token_that_was_bound_to_no_origin_is_worth_nothing(attempt):
    token = mint_token(attempt=attempt, use=AccessToken.Use.EXTENSION, lifetime=timedelta(hours=1))
    assert tell(token, attempt, (0, "left", 0)).json()["code"] == "wrong_origin"


def test_an_old_token_is_refused(token, attempt):
    AccessToken.objects.filter(use="extension").update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = tell(token, attempt, (0, "left", 0))
    assert (answer.status_code, answer.json()["code"]) == (401, "old_token")
    assert refusals(attempt.uuid) == [{"source": "extension", "reason": "old_token", "origin": ID}]


def test_unknown_tokens_and_those_of_other_uses_are_refused(attempt, organisation):
    for wrong in ("made-up", mint_token(attempt=attempt, use="embed", lifetime=timedelta(hours=1))):
        assert tell(wrong, attempt, (0, "left", 0)).json()["code"] == "bad_token"
    assert [e["reason"] for e in refusals(organisation.uuid)] == ["bad_token", "bad_token"]


def test_a_replayed_message_is_refused(token, attempt):
    tell(token, attempt, (0, "left", 0))
    answer = tell(token, attempt, (0, "left", 0))
    assert (answer.status_code, answer.json()["code"]) == (409, "replayed")
    assert [e["reason"] for e in refusals(attempt.uuid)] == ["replayed"]
    assert ClientEvent.objects.count() == 1


def test_a_message_for_another_attempt_is_refused(token, attempt):
    class Other:
        uuid = uuid.uuid4()

    answer = tell(token, Other, (0, "left", 0))
    assert (answer.status_code, answer.json()["code"]) == (403, "other_attempt")
    assert [e["reason"] for e in refusals(attempt.uuid)] == ["other_attempt"]


@pytest.mark.parametrize(
    "body",
    ["", "[]", "nonsense", b"\xff", '{"events": []}', '{"attempt": %s, "page_key": "x", "events": []}',
     '{"attempt": %s, "page_key": "' + PAGE + '", "events": [{"sequence": 0, "kind": "title", "age_ms": 0}]}'],
)  # fmt: skip
def test_bad_input_is_a_problem_and_stores_nothing(token, attempt, body):
    filled = body % json.dumps(str(attempt.uuid)) if isinstance(body, str) and "%s" in body else body
    assert post(token, filled).status_code in (400, 403)
    assert not ClientEvent.objects.exists()


@pytest.mark.parametrize("detail", ["example.com/mail", "Inbox (3)", "https://example.com", "пошта", "a b", "x?y=1"])
def test_no_path_and_no_title_gets_in(token, attempt, detail):
    assert tell(token, attempt, (0, "left", 0, detail)).status_code == 400
    assert not ClientEvent.objects.exists()


@pytest.mark.parametrize(
    "detail", ["", "example.com", "xn--80ajjph1aw.xn--80ao21a:8443", "[::1]:8000", "my_host.kz", "about:"]
)
def test_hosts_and_schemes_do(token, attempt, detail):
    assert tell(token, attempt, (0, "left", 0, detail)).json()["stored"] == 1
    assert ClientEvent.objects.get().detail == detail


def test_only_the_extension_hears_the_answer_to_a_question_of_its_browser(organisation):
    for origin, told in ((OURS, OURS), (FIREFOX, FIREFOX), ("https://evil.example", None), (OURS + "x", None)):
        answer = Client().options(ADDRESS, headers={"Origin": origin})
        assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (204, told)
    assert Client().get(ADDRESS).status_code == 405
