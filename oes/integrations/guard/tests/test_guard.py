"""What the guard may ask and tell."""

import hashlib
import hmac
import json
import logging
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import make_student
from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt, mint_token, open_attempt
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam
from oes.exams.services import add_policy
from oes.integrations.guard import services
from oes.integrations.guard.models import GuardStart
from oes.journal.models import Entry
from oes.recordings.models import ClientEvent

PAGE = "edc0480a-fe06-4883-9943-ecce4c8be64c"


@pytest.fixture
def rules(organisation) -> None:
    add_policy(organisation=organisation, policy=Policy(guard="required"))


@pytest.fixture
def running(rules, attempt) -> Attempt:
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(minutes=10))
    return attempt


@pytest.fixture
def joined(running) -> dict:
    return post("/guard/v1/join", {"code": services.make_code(attempt=running), "system": "linux"}).json()


def post(address: str, data: object, headers: dict | None = None):
    body = data if isinstance(data, bytes | str) else json.dumps(data)
    client = Client(enforce_csrf_checks=True)
    return client.post(address, body, content_type="application/json", headers=headers or {})


def report(joined: dict, place: int, *events: tuple, key: str = "", token: str = "", **more):
    rows = [{"sequence": n, "kind": kind, "age_ms": age, "detail": "".join(detail)} for n, kind, age, *detail in events]
    data = {"attempt": joined["attempt"], "number": place, "page_key": PAGE, "events": rows} | more
    body = json.dumps(data).encode()
    signature = hmac.new(bytes.fromhex(key or joined["key"]), body, hashlib.sha256).hexdigest()
    headers = {"Authorization": f"Bearer {token or joined['token']}", "Oes-Signature": signature}
    return post("/guard/v1/reports", body, headers)


def reasons(subject) -> list[str]:
    entries = Entry.objects.filter(chain__subject=subject, action="message_refused").order_by("sequence")
    return [entry.content["reason"] for entry in entries]


def test_a_code_is_exchanged_once_for_a_token_and_a_key(running):
    code = services.make_code(attempt=running)
    first = post("/guard/v1/join", {"code": f" {code.lower()} ", "system": "windows"})
    assert first.status_code == 200
    assert first["Cache-Control"] == "no-store"
    data = first.json()
    assert len(data["key"]) == 64
    assert (data["attempt"], data["state"], data["browser"]) == (str(running.uuid), "started", "")
    assert data["elapsed_seconds"] == pytest.approx(600, abs=5)
    telegram = next(p for p in data["programs"] if p["name"] == "Telegram")
    assert "telegram" in telegram["processes"]
    assert "telegram-desktop" not in telegram["processes"], "only the names of its own system are sent"
    assert Entry.objects.filter(action="guard_joined", content={"system": "windows"}).count() == 1
    again = post("/guard/v1/join", {"code": code, "system": "windows"})
    assert (again.status_code, again.json()["code"]) == (409, "used_code")
    assert reasons(running.uuid) == ["used_code"]


def test_wrong_late_and_foreign_codes_are_refused(running, organisation):
    assert post("/guard/v1/join", {"code": "22222-22222", "system": "linux"}).json()["code"] == "bad_code"
    assert reasons(organisation.uuid) == ["bad_code"]
    late = services.make_code(attempt=running)
    GuardStart.objects.update(expires_at=timezone.now())
    assert post("/guard/v1/join", {"code": late, "system": "linux"}).json()["code"] == "old_code"
    code = services.make_code(attempt=running)
    Organisation.objects.create(name="Elsewhere", host="testserver")
    assert post("/guard/v1/join", {"code": code, "system": "linux"}).json()["code"] == "bad_code"


def test_an_ended_attempt_takes_no_guard(running):
    code = services.make_code(attempt=running)
    end_attempt(attempt=running, source="student")
    assert post("/guard/v1/join", {"code": code, "system": "linux"}).json()["code"] == "ended"


def test_neither_code_nor_key_is_stored_or_logged(running, caplog):
    caplog.set_level(logging.DEBUG)
    code = services.make_code(attempt=running)
    data = post("/guard/v1/join", {"code": code, "system": "linux"}).json()
    start = GuardStart.objects.get()
    stored = " ".join(str(value) for value in vars(start).values())
    entries = " ".join(str(entry.content) for entry in Entry.objects.all())
    for secret in (code, code.replace("-", ""), data["key"], data["token"]):
        assert secret not in stored + entries + caplog.text


def test_a_report_is_put_on_the_attempts_clock(joined):
    answer = report(joined, 1, (0, "program_seen", 5000, "Telegram"), (1, "left", 2000, "Telegram"))
    assert answer.json() | {"elapsed_seconds": 0} == {"stored": 2, "state": "started", "elapsed_seconds": 0}
    seen, left = ClientEvent.objects.order_by("sequence")
    assert (seen.source, seen.kind, seen.detail) == ("guard", "program_seen", "Telegram")
    assert left.at_seconds - seen.at_seconds == pytest.approx(3, abs=0.01)
    assert report(joined, 2).json()["stored"] == 0


def test_a_wrong_signature_is_refused_and_leaves_an_entry(joined, running):
    answer = report(joined, 1, (0, "heartbeat", 0), key="00" * 32)
    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    headers = {"Authorization": f"Bearer {joined['token']}"}
    assert post("/guard/v1/reports", {}, headers).json()["code"] == "bad_signature"
    assert reasons(running.uuid) == ["bad_signature", "bad_signature"]
    assert not ClientEvent.objects.exists()


def test_a_changed_body_does_not_fit_its_signature(joined):
    body = json.dumps({"attempt": joined["attempt"], "number": 1, "page_key": PAGE, "events": []}).encode()
    signature = hmac.new(bytes.fromhex(joined["key"]), body, hashlib.sha256).hexdigest()
    headers = {"Authorization": f"Bearer {joined['token']}", "Oes-Signature": signature}
    assert post("/guard/v1/reports", body + b" ", headers).json()["code"] == "bad_signature"


def test_a_replay_is_refused_and_leaves_an_entry(joined, running):
    report(joined, 1, (0, "heartbeat", 0))
    answer = report(joined, 1, (0, "heartbeat", 0))
    assert (answer.status_code, answer.json()["code"]) == (409, "replayed")
    assert report(joined, 1, (7, "heartbeat", 0)).status_code == 409
    assert reasons(running.uuid) == ["replayed", "replayed"]
    assert ClientEvent.objects.count() == 1


def test_a_number_that_was_left_out_is_an_event(joined):
    report(joined, 1, (0, "heartbeat", 0))
    report(joined, 4, (1, "heartbeat", 1000))
    missing = ClientEvent.objects.get(kind="reports_missing")
    assert missing.detail == "2"
    assert missing.at_seconds == pytest.approx(599, abs=5)


def test_an_earlier_guards_token_is_old(joined, running):
    newer = post("/guard/v1/join", {"code": services.make_code(attempt=running), "system": "linux"}).json()
    assert report(joined, 1, (0, "heartbeat", 0)).json()["code"] == "old_token"
    assert report(newer, 1, (0, "heartbeat", 0)).status_code == 200
    assert reasons(running.uuid) == ["old_token"]


def test_a_report_for_another_attempt_is_refused(joined, running, exam, organisation):
    other = make_student(organisation, "daniyar", "Ахметов Данияр Ерланұлы", "ВТ-20-3")
    enrolment = Enrolment.objects.create(exam=exam, student=other)
    foreign = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    answer = report(joined, 1, (0, "heartbeat", 0), attempt=str(foreign.uuid))
    assert (answer.status_code, answer.json()["code"]) == (403, "other_attempt")
    theirs = post("/guard/v1/join", {"code": services.make_code(attempt=foreign), "system": "linux"}).json()
    assert report(theirs, 1, (0, "heartbeat", 0), key=joined["key"]).json()["code"] == "bad_signature"
    assert reasons(running.uuid) == ["other_attempt"]
    assert reasons(foreign.uuid) == ["bad_signature"]


def test_strangers_and_other_tokens_are_refused(joined, running):
    for use in ("upload", "embed", "extension"):
        wrong = mint_token(attempt=running, use=use, lifetime=timedelta(hours=1))
        assert report(joined, 1, (0, "heartbeat", 0), token=wrong).status_code == 401
    assert report(joined, 1, (0, "heartbeat", 0), token="nonsense").json()["code"] == "bad_token"
    unjoined = mint_token(attempt=running, use="guard", lifetime=timedelta(hours=1))
    assert report(joined, 1, (0, "heartbeat", 0), token=unjoined).json()["code"] == "bad_token"


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0.5}, {"number": None}, {"number": -1}, {"number": "1"}, {"events": 5}, {"page_key": "x"},
        {"events": [{"sequence": 0, "kind": "hacked", "age_ms": 0}]},
        {"events": [{"sequence": 0, "kind": "program_seen", "age_ms": 0, "detail": "My diary"}]},
        {"events": [{"sequence": 0, "kind": "left", "age_ms": 0, "detail": 5}]},
    ],
)  # fmt: skip
def test_bad_reports_are_problems_and_store_nothing(joined, wrong):
    answer = report(joined, 1, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_body")
    assert not ClientEvent.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "null", "{}", '{"code": 5, "system": "linux"}', b"\xff", '{"code": "x"}'])
def test_bad_joins_are_problems(organisation, body):
    assert post("/guard/v1/join", body).status_code == 400
    assert Client().get("/guard/v1/join").status_code == 405


def test_only_the_page_of_the_attempt_gets_a_code(running, aigerim):
    address = f"/api/v1/attempts/{running.uuid}/guard/code"
    upload = mint_token(attempt=running, use="upload", lifetime=timedelta(hours=1))
    answer = Client().post(address, headers={"Authorization": f"Bearer {upload}"})
    assert answer.status_code == 201
    assert answer.json()["code"].replace("-", "").isalnum()
    assert Client().post(address).status_code == 401
    assert Client().post(address, headers={"Authorization": "Bearer nonsense"}).status_code == 401
    other = address.replace(str(running.uuid), str(uuid.uuid4()))
    assert Client().post(other, headers={"Authorization": f"Bearer {upload}"}).status_code == 404
    assert Client().get(address, headers={"Authorization": f"Bearer {upload}"}).status_code == 405


def test_codes_come_to_an_end(running, monkeypatch):
    monkeypatch.setattr(services, "MOST_CODES", 1)
    upload = mint_token(attempt=running, use="upload", lifetime=timedelta(hours=1))
    headers = {"Authorization": f"Bearer {upload}"}
    address = f"/api/v1/attempts/{running.uuid}/guard/code"
    assert [Client().post(address, headers=headers).status_code for _ in range(2)] == [201, 429]


def test_rules_without_a_guard_give_no_code(attempt):
    upload = mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
    address = f"/api/v1/attempts/{attempt.uuid}/guard/code"
    assert Client().post(address, headers={"Authorization": f"Bearer {upload}"}).json()["code"] == "guard_off"


def test_a_second_start_learns_which_program_the_browser_is(joined, running):
    report(joined, 1, (0, "browser", 0, "firefox"))
    newer = post("/guard/v1/join", {"code": services.make_code(attempt=running), "system": "linux"}).json()
    assert newer["browser"] == "firefox"


@pytest.fixture
def before_ok(rules, exam: Exam, enrolment):
    return open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")


def test_the_device_check_sees_what_runs_and_required_blocks_until_it_is_closed(before_ok):
    upload = mint_token(attempt=before_ok, use="upload", lifetime=timedelta(hours=1))
    headers = {"Authorization": f"Bearer {upload}"}
    at = f"/api/v1/attempts/{before_ok.uuid}/"

    def state() -> dict:
        return Client().get(at + "guard", headers=headers).json()

    def ready():
        return Client().post(at + "ready", '{"tier": "A"}', content_type="application/json", headers=headers)

    assert state() == {"mode": "required", "state": "absent", "forbidden": [], "informative": []}
    assert ready().json()["code"] == "guard_missing"
    code = Client().post(at + "guard/code", headers=headers).json()["code"]
    guard = post("/guard/v1/join", {"code": code, "system": "linux"}).json()
    assert (guard["state"], guard["elapsed_seconds"]) == ("created", None)
    report(guard, 1, (0, "program_seen", 0, "Telegram"), (1, "program_seen", 0, "AnyDesk"))
    assert state() | {"mode": ""} == {
        "mode": "", "state": "alive", "forbidden": ["Telegram"], "informative": ["AnyDesk"],
    }  # fmt: skip
    assert ready().json()["code"] == "guard_programs"
    report(guard, 2, (2, "program_gone", 0, "Telegram"))
    assert state()["forbidden"] == []
    ClientEvent.objects.update(received_at=timezone.now() - timedelta(minutes=1))
    assert state()["state"] == "silent"
    report(guard, 3, (3, "heartbeat", 0))
    assert ready().json() == {"state": "ready"}
    report(guard, 4, (4, "stopped", 0))
    assert state()["state"] == "stopped"
    assert Client().get(at + "guard").status_code == 401
