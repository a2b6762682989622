"""Only the exam's own pages speak, each for its own attempt; all else is refused and stands in the journal."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token, open_attempt, ready_attempt, start_attempt
from oes.exams.models import Enrolment, Exam
from oes.journal.models import Entry
from oes.recordings.models import ClientEvent

ADDRESS = "/embed/v1/events"
ORIGIN = "http://127.0.0.1:9"
OTHER = "https://quiz.example"


@pytest.fixture
def token(attempt) -> str:
    return token_of(attempt)


@pytest.fixture
def another(exam, daniyar) -> Attempt:
    """A running attempt of daniyar at the same exam."""
    enrolment = Enrolment.objects.create(exam=exam, student=daniyar)
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    return start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))


def token_of(attempt: Attempt) -> str:
    return mint_token(attempt=attempt, use="embed", lifetime=timedelta(hours=1))


def tell(
    token: str, origin: str | None = ORIGIN, *, page: uuid.UUID | None = None, sequence: int = 0, again: bool = False
):
    told = [{"sequence": sequence, "kind": "left", "age_ms": 0}]
    body = {"page_key": str(page or uuid.uuid4()), "events": told, "again": again}
    headers = {"Authorization": f"Bearer {token}"} | ({"Origin": origin} if origin is not None else {})
    return Client().post(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)


def refusals(subject) -> list[tuple[str, str]]:
    entries = Entry.objects.filter(chain__subject=subject, action="message_refused").order_by("sequence")
    return [(entry.content["reason"], entry.content["origin"]) for entry in entries]


@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://127.0.0.1", "http://127.0.0.1:90", "https://127.0.0.1:9", "http://evil.example",
        "http://127.0.0.1:9.evil.example", "http://evil-127.0.0.1:9", "http://sub.127.0.0.1:9", "http://127.0.0.1:9/",
        "HTTP://127.0.0.1:9", f"{ORIGIN}, {ORIGIN}", "http://127.0.0.1:9\t", "x" * 5000, "http://[", "http://[::1",
    ],
)  # fmt: skip
def test_any_other_origin_is_refused_and_cannot_read_why(token, attempt, origin):
    answer = tell(token, origin)
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")
    assert "Access-Control-Allow-Origin" not in answer
    assert [reason for reason, _ in refusals(attempt.uuid)] == ["wrong_origin"]
    assert not ClientEvent.objects.exists()


def test_the_exams_own_origin_is_named_alone(token):
    answer = tell(token)
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Origin" in answer["Vary"]


def test_further_origins_of_the_exam_may_speak_and_those_like_them_may_not(token, exam):
    assert tell(token, OTHER).status_code == 403
    Exam.objects.filter(pk=exam.pk).update(other_origins=f"https://a.example\n{OTHER}")
    assert tell(token, OTHER)["Access-Control-Allow-Origin"] == OTHER
    assert tell(token, "https://sub.quiz.example").status_code == 403
    assert tell(token, "https://quiz.example.evil").status_code == 403


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("HTTPS://Tests.Example:443/x?{student}", "https://tests.example"),
        ("http://tests.example:80/", "http://tests.example"),
        ("https://емтихан.қаз/", "https://xn--80ajjph1aw.xn--80ao21a"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_stands_for_the_origin_as_browsers_write_it(token, exam, address, origin):
    Exam.objects.filter(pk=exam.pk).update(address=address)
    assert tell(token, origin).status_code == 200


def test_a_browser_that_asks_beforehand_is_answered_for_itself_alone(organisation):
    answer = Client().options(ADDRESS, headers={"Origin": OTHER})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == OTHER
    assert "Authorization" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    for none in ("null", "", "https://a.example https://b.example", "https://a/b"):
        assert "Access-Control-Allow-Origin" not in Client().options(ADDRESS, headers={"Origin": none})
    assert Client().get(ADDRESS).status_code == 405


def test_a_replayed_batch_is_refused_even_from_the_right_page(token, attempt):
    page = uuid.uuid4()
    tell(token, page=page)
    assert tell(token, page=page).json()["code"] == "replayed"
    assert refusals(attempt.uuid) == [("replayed", "127.0.0.1:9")]


def test_a_page_that_lost_the_answer_may_say_it_again(token, attempt):
    page = uuid.uuid4()
    tell(token, page=page)
    answer = tell(token, page=page, again=True)
    assert (answer.status_code, answer.json()) == (200, {"stored": 0})
    assert refusals(attempt.uuid) == []
    assert ClientEvent.objects.filter(kind="left").count() == 1


def test_a_page_that_spoke_for_one_attempt_cannot_speak_for_another(token, attempt, another):
    page = uuid.uuid4()
    assert tell(token, page=page).status_code == 200
    answer = tell(token_of(another), page=page, sequence=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_attempt")
    assert refusals(another.uuid) == [("other_attempt", "127.0.0.1:9")]
    assert set(ClientEvent.objects.values_list("attempt", flat=True)) == {attempt.pk}


def test_a_token_tells_of_its_own_attempt_whatever_the_body_says(token, attempt, another):
    headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
    body = {"attempt": str(another.uuid), "page_key": str(uuid.uuid4()), "events": []}
    body["events"] = [{"sequence": 0, "kind": "left", "age_ms": 0, "attempt": str(another.uuid)}]
    Client().post(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)
    assert not ClientEvent.objects.filter(attempt=another).exists()


@pytest.mark.parametrize("use", ["upload", "extension", "guard", "return"])
def test_no_other_token_of_the_attempt_is_good_here(attempt, organisation, use):
    token = mint_token(attempt=attempt, use=use, lifetime=timedelta(hours=1))
    assert tell(token).json()["code"] == "bad_token"
    assert refusals(organisation.uuid) == [("bad_token", "127.0.0.1:9")]


def test_a_token_that_has_run_out_is_refused(token, attempt):
    AccessToken.objects.update(expires_at=timezone.now())
    assert tell(token).json()["code"] == "old_token"
    assert refusals(attempt.uuid) == [("old_token", "127.0.0.1:9")]
