"""The recorder's calls around the segments."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts import services as attempts
from oes.attempts.models import Attempt, AttemptMark
from oes.exams.models import Enrolment, Exam
from oes.journal.models import Entry
from oes.recordings.models import AnnouncedSegment, CheckAnswer, ClientEvent, Run, Segment, Track


class Page:
    """A recorder page of one attempt."""

    def __init__(self, attempt: Attempt) -> None:
        self.base = f"/api/v1/attempts/{attempt.uuid}"
        token = attempts.mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
        self.headers = {"Authorization": f"Bearer {token}"}

    def post(self, path: str, data: object = None):
        return Client().post(self.base + path, data, content_type="application/json", headers=self.headers)

    def get(self, path: str):
        return Client().get(self.base + path, headers=self.headers)


@pytest.fixture
def opened(enrolment) -> Attempt:
    return attempts.open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")


@pytest.fixture
def page(opened) -> Page:
    return Page(opened)


def test_a_second_page_must_ask_to_take_over(page):
    first = page.post("/runs", {}).json()
    assert page.post("/runs", {}).json()["code"] == "lease_held"
    second = page.post("/runs", {"take_over": True})
    assert (second.status_code, second.json()["run"]) == (201, 2)
    assert page.get(f"/state?run_key={first['run_key']}").json()["holds_lease"] is False


def test_a_take_over_that_arrives_twice_takes_the_lease_once(page, daniyar, exam):
    asked = {"take_over": True, "run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f"}
    first, again = page.post("/runs", asked), page.post("/runs", asked)
    assert (first.status_code, again.status_code, Run.objects.count()) == (201, 201, 1)
    assert first.json()["run_key"] == again.json()["run_key"] == asked["run_key"]
    later = page.post("/runs", {"take_over": True}).json()
    assert page.post("/runs", asked).json()["run"] == 1, "a message that comes late"
    assert page.get(f"/state?run_key={later['run_key']}").json()["holds_lease"] is True
    row = Enrolment.objects.create(exam=exam, student=daniyar)
    other = Page(attempts.open_attempt(enrolment=row, text_version="1", language="kk", user_agent=""))
    assert other.post("/runs", asked).json()["run_key"] != asked["run_key"], "another attempt's key"
    assert page.post("/runs", {"run_key": "x"}).json()["code"] == "bad_body"


def test_a_page_that_died_has_lost_its_lease(page):
    page.post("/runs", {})
    Run.objects.update(last_seen_at=timezone.now() - timedelta(seconds=16))
    assert page.post("/runs", {}).status_code == 201


def test_the_access_code_is_told_only_with_ok(page):
    page.post("/runs", {})
    assert "4718" not in page.post("/ready", {"tier": "A"}).content.decode()
    told = page.post("/start", {}).json()
    assert told["access_code"] == "4718"
    assert told["address"].endswith("student=aigerim")
    assert told["embed_origins"] == ["http://127.0.0.1:9"]


def test_ok_twice_keeps_the_clock(page):
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    started = Attempt.objects.get().started_at
    assert page.post("/start", {}).status_code == 200
    assert Attempt.objects.get().started_at == started


def test_ok_before_the_check_is_refused(page):
    response = page.post("/start", {})
    assert (response.status_code, response.json()["code"]) == (409, "wrong_state")


def test_a_tier_that_the_policy_does_not_allow_is_refused(page):
    assert page.post("/ready", {"tier": "S"}).json()["code"] == "tier"


def test_a_start_without_an_answer_of_the_check_is_marked(page):
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    assert set(AttemptMark.objects.values_list("kind", flat=True)) == {
        "challenge_unchecked",
        "not_checked",
        "no_reference",
    }


def test_a_start_with_an_unclear_face_is_marked(page, opened):
    run = Run.objects.create(attempt=opened, number=1, last_seen_at=timezone.now())
    track = Track.objects.create(attempt=opened, kind="check_start")
    segment = Segment.objects.create(
        track=track, run=run, sequence=1, started_seconds=0, ended_seconds=3, sha256="0" * 64, size=1,
        container="webm", blob_key="x/y", link="", received_at=timezone.now(),
    )  # fmt: skip
    assert page.get("/check/1/1").json()["status"] == "waiting"
    CheckAnswer.objects.create(segment=segment, problems="no_face", frames=3)
    assert page.get("/check/1/1").json() == {"status": "done", "problems": ["no_face"], "frames": 3}
    page.post("/ready", {"tier": "B", "marks": ["no_local_store", "not_checked", 7, None]})
    page.post("/start", {})
    marks = {"challenge_unchecked", "face_unclear", "no_local_store", "no_reference"}
    assert set(AttemptMark.objects.values_list("kind", flat=True)) == marks


def test_events_are_stored_once(page):
    key = page.post("/runs", {}).json()["run_key"]
    batch = {"run_key": key, "events": [{"sequence": 1, "kind": "offline", "at_seconds": 5.5, "wall": "x"}]}
    first, again = page.post("/events", batch).json(), page.post("/events", batch).json()
    assert (first["stored"], again["stored"]) == (1, 0)
    assert first["link"] == again["link"] == Entry.objects.get(action="events_told").link
    assert ClientEvent.objects.get().at_seconds == 5.5


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        '{"run_key": "x"}',
        '{"run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f", "events": [{"sequence": 1, "kind": "window_switch"}]}',
        '{"run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f", "events": 5}',
        '{"run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f", "events": [{"sequence": -1, "kind": "hidden"}]}',
        '{"run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f", "events": [{"sequence": 1, "kind": []}]}',
        '{"run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f",'
        ' "events": [{"sequence": 1, "kind": "hidden", "at_seconds": NaN}]}',
        "[" * 100_000,
        '{"run_key": "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f",'
        ' "events": [{"sequence": 1, "kind": "hidden", "at_seconds": 1' + "0" * 400 + "}]}",
    ],
)
def test_a_bad_batch_is_400(page, body):
    response = page.post("/events", body)
    assert (response.status_code, response.json()["code"]) == (400, "bad_body")


def test_finishing_ends_the_clock_once_and_marks_an_early_end(page):
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    first = page.post("/finish", {"segments": []}).json()
    assert first["state"] == "submitted"
    ended = Attempt.objects.get().ended_at
    assert page.post("/finish", {"segments": []}).status_code == 200
    assert Attempt.objects.get().ended_at == ended
    mark = AttemptMark.objects.get(kind="ended_early")
    assert mark.minutes == 59


def test_nothing_can_be_announced_after_the_finish(page):
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    page.post("/finish", {"segments": []})
    row = {"track": "camera", "run": 1, "sequence": 1, "sha256": "0" * 64}
    assert page.post("/manifest", {"segments": [row]}).json()["code"] == "closed"


def test_nothing_can_be_announced_after_the_server_closed_a_silent_attempt(page):
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    attempts.end_attempt(attempt=Attempt.objects.get(), source="silent")
    row = {"track": "camera", "run": 1, "sequence": 1, "sha256": "0" * 64}
    assert page.post("/manifest", {"segments": [row]}).json()["code"] == "closed"
    assert page.post("/finish", {"segments": [row]}).status_code == 200
    assert not AnnouncedSegment.objects.exists()


@pytest.mark.parametrize("path", ["/runs", "/ready", "/start", "/events", "/manifest", "/finish"])
def test_without_the_token_it_is_401(page, path):
    page.headers = {"Authorization": "Bearer nonsense"}
    assert page.post(path, {}).status_code == 401


def test_ok_after_the_exam_has_closed_is_refused_and_leaves_no_mark(page, opened):
    page.post("/ready", {"tier": "A"})
    Exam.objects.update(closes_at=timezone.now())
    response = page.post("/start", {})
    assert (response.status_code, response.json()["code"]) == (409, "closed")
    assert not AttemptMark.objects.exists()


@pytest.mark.parametrize("odd", [{"detail": "\ud800\0"}, {"wall": "0001-01-01T00:00:00+14:00"}, {"wall": 5}])
def test_odd_words_of_a_browser_are_taken_as_they_can_be(page, odd):
    key = page.post("/runs", {}).json()["run_key"]
    event = {"sequence": 1, "kind": "hidden", "at_seconds": 1, **odd}
    assert page.post("/events", json.dumps({"run_key": key, "events": [event]})).json()["stored"] == 1


def test_a_run_is_told_the_low_level_and_may_tell_of_it(page):
    run = page.post("/runs", {}).json()
    assert run["policy"]["low"] == {"camera_kbps": 60, "sound_kbps": 0, "screen_kbps": 30}
    kinds = ("bitrate_lowered", "bitrate_raised", "storage_full", "storage_free")
    told = [{"sequence": n, "kind": kind, "at_seconds": n, "detail": "low"} for n, kind in enumerate(kinds)]
    assert page.post("/events", {"run_key": run["run_key"], "events": told}).json()["stored"] == 4


def test_what_is_announced_may_say_which_seconds_it_shows(page):
    row = {"track": "camera", "run": 1, "sequence": 1, "sha256": "0" * 64}
    told = [{**row, "start": 8.5, "end": 16}, {**row, "sequence": 2}]
    assert page.post("/manifest", {"segments": told}).status_code == 200
    spans = AnnouncedSegment.objects.values_list("started_seconds", "ended_seconds")
    assert sorted(spans, key=str) == [(8.5, 16.0), (None, None)]
    for span in ({"start": 5, "end": 5}, {"start": 5}, {"start": "x", "end": 9}, {"start": -3, "end": 9}):
        assert page.post("/manifest", {"segments": [{**row, **span}]}).json()["code"] == "bad_body"


def test_nobody_announces_without_end(page, monkeypatch):
    monkeypatch.setattr("oes.recordings.services.MOST_ANNOUNCED", 1)
    page.post("/ready", {"tier": "A"})
    page.post("/start", {})
    row = {"track": "camera", "run": 1, "sequence": 1, "sha256": "a" * 64}
    assert page.post("/manifest", {"segments": [row]}).status_code == 200
    answer = page.post("/manifest", {"segments": [{**row, "sequence": 2}]})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert page.post("/finish", {"segments": [{**row, "sequence": 3}]}).json()["state"] == "submitted"
    assert AnnouncedSegment.objects.count() == 1
