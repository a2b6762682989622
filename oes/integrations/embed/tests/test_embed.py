"""What a page inside the exam may tell."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt, mint_token, revoke_tokens
from oes.integrations import messages
from oes.integrations.embed import scripts, views
from oes.journal.models import Entry
from oes.recordings import services as recordings
from oes.recordings.models import ClientEvent

ADDRESS = "/embed/v1/events"
ORIGIN = "http://127.0.0.1:9"
"""That of the exam's address."""
PAGE = "edc0480a-fe06-4883-9943-ecce4c8be64c"


@pytest.fixture
def token(attempt) -> str:
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(minutes=10))
    return mint_token(attempt=attempt, use="embed", lifetime=timedelta(hours=1))


def tell(token: str, *events: tuple[int, str, float], page: str = PAGE):
    body = {"page_key": page, "events": [{"sequence": n, "kind": kind, "age_ms": age} for n, kind, age in events]}
    return post(token, json.dumps(body))


def post(token: str, body: str | bytes):
    headers = {"Authorization": f"Bearer {token}", "Origin": ORIGIN}
    return Client(enforce_csrf_checks=True).post(ADDRESS, body, content_type="application/json", headers=headers)


def test_it_puts_events_on_the_attempts_clock(token):
    assert tell(token, (0, "left", 5000), (1, "returned", 1000)).json() == {"stored": 2}
    left, returned = ClientEvent.objects.order_by("sequence")
    assert left.at_seconds == pytest.approx(595, abs=2)
    assert returned.at_seconds - left.at_seconds == pytest.approx(4, abs=0.01)
    assert (left.source, str(left.run_key)) == ("embed", PAGE)


def test_the_same_event_is_stored_once(token):
    tell(token, (0, "left", 0))
    assert tell(token, (0, "left", 0), (1, "returned", 0)).json() == {"stored": 1}
    assert tell(token, (0, "left", 0), page=str(uuid.uuid4())).json() == {"stored": 1}


def test_an_event_from_before_ok_stands_at_the_beginning(token):
    tell(token, (0, "left", 3_600_000))
    assert ClientEvent.objects.get().at_seconds == 0


def test_it_keeps_the_exams_own_start_and_end_but_ends_nothing(token, attempt):
    tell(token, (0, "exam_started", 60_000), (1, "exam_ended", 0))
    tell(token, (2, "exam_started", 0))
    attempt.refresh_from_db()
    assert attempt.exam_started_seconds == pytest.approx(540, abs=2)
    assert attempt.exam_ended_seconds == pytest.approx(600, abs=2)
    assert attempt.is_running


def test_of_what_was_copied_only_the_length_is_kept(token):
    told = [{"sequence": 0, "kind": "pasted", "age_ms": 0, "detail": "1200"}]
    told.append({"sequence": 1, "kind": "copied", "age_ms": 0, "detail": "the answer to question 4"})
    told.append({"sequence": 2, "kind": "left", "age_ms": 0, "detail": "a title"})
    assert post(token, json.dumps({"page_key": PAGE, "events": told})).json() == {"stored": 3}
    assert [e.detail for e in ClientEvent.objects.order_by("sequence")] == ["1200", "", ""]


def test_every_kind_that_the_script_tells_is_taken(token):
    script = (scripts.FOLDER / "oes-embed.js").read_text(encoding="utf-8")
    assert [kind for kind in sorted(views.KINDS) if f'"{kind}"' not in script] == []
    assert tell(token, *((n, kind, 0) for n, kind in enumerate(sorted(views.KINDS)))).status_code == 200


def test_what_comes_long_after_the_end_is_not_stored(token, attempt):
    end_attempt(attempt=attempt, source="student", at=timezone.now() - timedelta(minutes=5))
    assert tell(token, (0, "heartbeat", 0)).json() == {"stored": 0}
    assert tell(token, (1, "exam_ended", 290_000)).json() == {"stored": 1}


def test_strangers_and_other_tokens_are_refused(attempt):
    upload = mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
    for wrong in ("", "nonsense", upload):
        answer = tell(wrong, (0, "left", 0))
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")
        assert answer["Access-Control-Allow-Origin"] == ORIGIN


BAD = [
    "", "[]", "null", "nonsense", "{}", '{"page_key": "x", "events": []}', f'{{"page_key": "{PAGE}", "events": 5}}',
    *(
        json.dumps({"page_key": PAGE, "events": [{"sequence": 0, "kind": "left", "age_ms": 0, **wrong}]})
        for wrong in (
            {"kind": "hacked"}, {"kind": None}, {"kind": []}, {"age_ms": -1}, {"age_ms": "1"}, {"age_ms": True},
            {"age_ms": float("inf")}, {"age_ms": float("nan")}, {"sequence": 1.5}, {"sequence": -1},
            {"sequence": 10**12}, {"sequence": float("inf")},
        )
    ),
    json.dumps({"page_key": PAGE, "events": [7]}),
    json.dumps({"page_key": PAGE, "events": [{"sequence": 0, "kind": "left", "age_ms": 0}] * 201}),
    b"\xff\xfe",
]  # fmt: skip


@pytest.mark.parametrize("body", BAD)
def test_bad_input_is_a_problem_and_stores_nothing(token, body):
    answer = post(token, body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert not ClientEvent.objects.exists()


def test_a_large_body_is_refused(token):
    assert post(token, " " * 70_000).status_code == 413


def test_an_attempt_cannot_tell_without_end(token, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_EVENTS", 1)
    tell(token, (0, "left", 0), (1, "returned", 0))
    assert tell(token, (2, "left", 0)).status_code == 429


def test_a_batch_told_before_is_refused_and_leaves_an_entry(token, attempt):
    tell(token, (0, "left", 0))
    answer = tell(token, (0, "left", 0))
    assert (answer.status_code, answer.json()["code"]) == (409, "replayed")
    assert refusals(attempt.uuid) == [{"source": "embed", "reason": "replayed", "origin": "127.0.0.1:9"}]


def test_an_old_token_leaves_an_entry_of_its_attempt(token, attempt):
    revoke_tokens(attempt=attempt, use="embed")
    assert tell(token, (0, "left", 0)).json()["code"] == "old_token"
    assert [e["reason"] for e in refusals(attempt.uuid)] == ["old_token"]


def test_an_unknown_token_leaves_an_entry_of_the_organisation(token, organisation):
    assert tell("made-up", (0, "left", 0)).json()["code"] == "bad_token"
    assert [e["reason"] for e in refusals(organisation.uuid)] == ["bad_token"]


def test_the_journal_keeps_a_hundred_refusals_and_no_more(token, attempt, monkeypatch):
    monkeypatch.setattr(messages, "MOST_REFUSALS", 2)
    tell(token, (0, "left", 0))
    assert [tell(token, (0, "left", 0)).status_code for _ in range(4)] == [409] * 4
    assert len(refusals(attempt.uuid)) == 2


def refusals(subject) -> list[dict]:
    entries = Entry.objects.filter(chain__subject=subject, action="message_refused").order_by("sequence")
    return [entry.content for entry in entries]
