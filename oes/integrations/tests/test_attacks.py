"""What strangers and hostile students send to the addresses that exam page, extension and guard speak to."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.services import mint_token, open_attempt, ready_attempt, start_attempt
from oes.exams.models import Enrolment
from oes.integrations import messages
from oes.integrations.extension.services import give_token
from oes.journal.models import Entry
from oes.recordings import services as recordings
from oes.recordings.models import ClientEvent

ORIGIN = "http://127.0.0.1:9"
ADDRESSES = ("/embed/v1/events", "/embed/v1/join", "/extension/v1/events", "/guard/v1/join", "/guard/v1/reports")
BODIES = (
    b"", b"null", b"[]", b"{", b"\xff\xfe", b"\x00", b'"x"', b"[" * 60_000, b'{"events": NaN}', b'{"code": "\\ud800"}',
    b'{"page_key": "\\ud800", "events": []}', b'{"events": [{"kind": "left", "age_ms": 1e999, "sequence": 1}]}',
    b'{"events": {"a": 1}, "page_key": 5}', b"1" * 5000, b'{"a":' + b"9" * 5000 + b"}",
    b'{"code": ["x"], "system": {}}', b'{"code": {}, "system": ["linux"]}',
)  # fmt: skip


@pytest.fixture
def running(attempt) -> Attempt:
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(minutes=30))
    attempt.refresh_from_db()
    return attempt


def tokens(attempt: Attempt) -> list[str]:
    made = [mint_token(attempt=attempt, use=use, lifetime=timedelta(hours=1)) for use in AccessToken.Use.values]
    return [*made, give_token(attempt=attempt, origin="chrome-extension://" + "a" * 32)[0], "try-x", "", "ü"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("body", BODIES)
def test_nonsense_is_refused_and_breaks_nothing(running, address, body):
    for token in tokens(running):
        headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN, "Oes-Signature": "é"}
        answer = Client().post(address, body, content_type="application/json", headers=headers)
        assert 400 <= answer.status_code < 500, (address, body[:40], answer.status_code)
    assert not ClientEvent.objects.exists()


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("length", ["²", "-1", "1e3", "9" * 5000, "٣"])
def test_an_odd_length_is_refused(db, organisation, address, length):
    answer = Client().post(address, b"{}", content_type="application/json", CONTENT_LENGTH=length)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "trace"])
def test_other_methods_are_refused(db, organisation, address, method):
    assert getattr(Client(), method)(address).status_code == 405


class Page:
    """A page of the exam with the attempt's embed token."""

    def __init__(self, attempt: Attempt) -> None:
        self.token = mint_token(attempt=attempt, use="embed", lifetime=timedelta(hours=1))
        self.page = str(uuid.uuid4())

    def tell(self, *events: dict, page: str = ""):
        body = json.dumps({"page_key": page or self.page, "events": list(events)})
        headers = {"Authorization": f"Bearer {self.token}", "Origin": ORIGIN}
        return Client().post("/embed/v1/events", body, content_type="application/json", headers=headers)


def event(sequence: int, kind: str = "heartbeat", age_ms: float = 0) -> dict:
    return {"sequence": sequence, "kind": kind, "age_ms": age_ms}


def test_a_batch_that_was_told_in_part_loses_nothing(running):
    page = Page(running)
    assert page.tell(event(0), event(1, "left")).json() == {"stored": 2}
    assert page.tell(event(0), event(1, "left"), event(2, "returned")).json() == {"stored": 1}
    again = page.tell(event(2, "returned"))
    assert (again.status_code, again.json()["code"]) == (409, "replayed")
    assert ClientEvent.objects.count() == 3


def test_a_clock_that_was_set_anew_loses_no_event(running):
    """A computer whose calendar jumps by a year tells an age of a year: senders drop what is refused with 400."""
    year = 365 * 24 * 3600 * 1000
    assert Page(running).tell(event(0, "left", year), event(1, "returned", 1000)).json() == {"stored": 2}
    assert list(ClientEvent.objects.values_list("kind", "at_seconds"))[0] == ("left", 0.0)


def test_who_floods_leaves_a_trace(running, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_EVENTS", 3)
    page = Page(running)
    assert page.tell(*(event(n) for n in range(5))).status_code == 200
    answer = page.tell(event(9, "left"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "120")
    refused = Entry.objects.get(chain__subject=running.uuid, action="message_refused")
    assert refused.content["reason"] == "too_many"


def test_refused_messages_do_not_fill_the_journal(running, monkeypatch):
    monkeypatch.setattr(messages, "MOST_REFUSALS", 5)
    for _ in range(12):
        Client().post("/embed/v1/events", b"{}", content_type="application/json", headers={"Authorization": "Bearer x"})
        Page(running).tell(page="x")
    assert Entry.objects.filter(action="message_refused").count() <= 10


def test_a_page_key_of_another_attempt_is_refused_and_harms_it_not(running, exam, daniyar):
    row = Enrolment.objects.create(exam=exam, student=daniyar)
    opened = open_attempt(enrolment=row, text_version="1", language="kk", user_agent="")
    other = start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))
    mine, theirs = Page(running), Page(other)
    assert mine.tell(event(0)).status_code == 200
    answer = theirs.tell(event(1, "returned"), page=mine.page)
    assert answer.json()["code"] == "other_attempt"
    assert mine.tell(event(1, "left")).json() == {"stored": 1}
