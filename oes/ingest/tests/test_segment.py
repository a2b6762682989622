"""One segment over HTTP: every answer of docs/recorder-api.md."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from oes.attempts import services as attempts
from oes.attempts.models import Attempt, AttemptMark
from oes.ingest import services
from oes.journal.models import Entry
from oes.lib import blobs, keys
from oes.recordings import services as recordings
from oes.recordings.models import Segment, UnannouncedSegment

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(200)


class Sender:
    """Puts segments of one attempt."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.token = attempts.mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
        self.run = recordings.open_run(attempt=attempt, take_over=True, user_agent="")

    def put(self, body: bytes = WEBM, **changes):
        place = {"track": "camera", "run": self.run.number, "sequence": 1, **changes}
        headers = {
            "Authorization": f"Bearer {changes.get('token', self.token)}",
            "Oes-Sha256": changes.get("sha256", hashlib.sha256(body).hexdigest()),
            "Oes-Start": str(changes.get("start", 0.0)),
            "Oes-End": str(changes.get("end", 8.0)),
        }
        uuid = changes.get("uuid", self.attempt.uuid)
        path = f"/api/v1/attempts/{uuid}/segments/{place['track']}/{place['run']}/{place['sequence']}"
        return Client().put(path, body, content_type="video/webm", headers=headers)


@pytest.fixture
def sender(attempt) -> Sender:
    return Sender(attempt)


def code(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def test_it_stores_bytes_row_and_link_before_it_answers_201(sender):
    response = sender.put()
    assert response.status_code == 201
    row = Segment.objects.get()
    assert blobs.read(row.blob_key) == WEBM
    assert (row.sha256, row.size, row.container) == (hashlib.sha256(WEBM).hexdigest(), len(WEBM), "webm")
    assert response.json() == {"link": row.link}


def test_pictures_in_place_of_video_are_stored_as_they_came(sender):
    pictures = b"\0\0\0\x14ftypqt  \x20\5\3\0qt  " + bytes(100)
    assert sender.put(pictures).status_code == 201
    row = Segment.objects.get()
    assert (row.container, row.is_stills) == ("mov", True)
    assert blobs.read(row.blob_key) == pictures


def test_the_same_segment_again_is_200_and_one_row(sender):
    first, again = sender.put(), sender.put()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Segment.objects.count() == 1


def test_other_bytes_under_the_same_place_are_409_and_the_first_stay(sender):
    sender.put()
    assert code(sender.put(WEBM + b"x")) == (409, "different_bytes")
    assert blobs.read(Segment.objects.get().blob_key) == WEBM


def test_order_does_not_matter(sender):
    for sequence in (3, 1, 2):
        response = sender.put(WEBM + bytes([sequence]), sequence=sequence, start=sequence * 1.0, end=sequence + 1.0)
        assert response.status_code == 201
    assert [s.sequence for s in Segment.objects.all()] == [1, 2, 3]


@pytest.mark.parametrize(
    "body",
    [
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:8\nsegment.ts\n",
        b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska",
        b"\x1a\x45\xdf\xa3",
        b"\x00\x00\x00\x18moov",
    ],
)
def test_what_is_no_recording_by_its_first_bytes_is_415(sender, body):
    assert code(sender.put(body)) == (415, "not_a_recording")
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"sha256": "0" * 64}, (422, "wrong_hash")),
        ({"sha256": "zz"}, (400, "bad_header")),
        ({"start": "nan"}, (400, "bad_header")),
        ({"start": -1}, (400, "bad_header")),
        ({"start": 8, "end": 8}, (400, "bad_header")),
        ({"start": 0, "end": 500}, (400, "bad_header")),
        ({"start": 5000, "end": 5008}, (425, "too_early")),
        ({"track": "nonsense"}, (400, "bad_header")),
        ({"run": 99}, (400, "bad_header")),
        ({"sequence": 10**18}, (400, "bad_header")),
        ({"token": "wrong"}, (401, "bad_token")),
        ({"uuid": "00000000-0000-4000-8000-000000000000"}, (404, "unknown_attempt")),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(sender, changes, answer):
    assert code(sender.put(**changes)) == answer
    assert not Segment.objects.exists()


def test_an_expired_token_is_401(sender):
    sender.attempt.tokens.update(expires_at=timezone.now())
    assert code(sender.put()) == (401, "bad_token")


def test_too_large_is_413(sender, settings):
    settings.OES_SEGMENT_LIMIT_KB = 64
    assert code(sender.put(WEBM + bytes(65 * 1024))) == (413, "too_large")


def test_a_short_disk_is_503_with_retry_after_and_stores_nothing(sender, settings):
    settings.OES_DISK_RESERVE_MB = 10**9
    response = sender.put()
    assert code(response) == (503, "disk_low")
    assert response["Retry-After"] == "30"
    assert not Segment.objects.exists()


def test_a_lost_key_is_503_and_nothing_is_acknowledged(sender, attempt):
    assert sender.put().status_code == 201
    keys.shred(f"attempts-{attempt.uuid}")
    response = sender.put(sequence=2)
    assert code(response) == (503, "no_key")
    assert response["Retry-After"] == "30"
    assert Segment.objects.count() == 1


def test_after_the_end_what_was_announced_counts_also_days_later(sender):
    late = hashlib.sha256(WEBM).hexdigest()
    recordings.announce(
        attempt=sender.attempt,
        segments=[{"track": "camera", "run": sender.run.number, "sequence": 1, "sha256": late}],
    )
    attempts.end_attempt(attempt=sender.attempt, source="student")
    Attempt.objects.update(ended_at=timezone.now() - timedelta(days=5))
    response = sender.put()
    assert (response.status_code, set(response.json())) == (201, {"link"})
    assert Segment.objects.count() == 1
    assert not UnannouncedSegment.objects.exists()
    assert code(sender.put(WEBM + b"x", sequence=1)) == (409, "different_bytes")


def test_after_the_end_what_nobody_announced_is_stored_and_does_not_count(sender):
    attempts.end_attempt(attempt=sender.attempt, source="student")
    first, again = sender.put(), sender.put()
    row = UnannouncedSegment.objects.get()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"link": row.link, "unannounced": True}
    assert blobs.read(row.blob_key) == WEBM
    assert not Segment.objects.exists()
    assert code(sender.put(WEBM + b"x")) == (409, "different_bytes")
    assert Entry.objects.filter(action="segment_unannounced", link=row.link).exists()
    assert AttemptMark.objects.filter(kind="unannounced").exists()


def test_after_the_end_a_hostile_student_cannot_fill_the_disk(sender, monkeypatch):
    attempts.end_attempt(attempt=sender.attempt, source="student")
    monkeypatch.setattr(services, "MOST_CHECKS", 2)
    assert sender.put().status_code == 201
    assert sender.put(WEBM + b"2", sequence=2).status_code == 201
    assert code(sender.put(WEBM + b"3", sequence=3)) == (429, "too_many")
    Attempt.objects.update(started_at=timezone.now() - timedelta(hours=3), ended_at=timezone.now() - timedelta(hours=2))
    assert code(sender.put(WEBM + b"4", sequence=4, start=3700, end=3708)) == (409, "closed")


@pytest.mark.parametrize("source", ["return_link", "staff"])
def test_a_page_that_was_not_asked_may_announce_for_ten_minutes_what_it_has(sender, source):
    attempts.end_attempt(attempt=sender.attempt, source=source)
    assert code(sender.put()) == (409, "closed")
    Attempt.objects.update(ended_at=timezone.now() - timedelta(minutes=11))
    assert sender.put().json()["unannounced"] is True


def test_the_identity_check_after_the_end_is_taken_for_ten_minutes(sender):
    attempts.end_attempt(attempt=sender.attempt, source="student")
    assert sender.put(track="check_end", sequence=1).status_code == 201
    Attempt.objects.update(ended_at=timezone.now() - timedelta(minutes=11))
    assert code(sender.put(WEBM + b"x", track="check_end", sequence=2)) == (409, "closed")


def test_get_is_not_allowed(sender):
    path = f"/api/v1/attempts/{sender.attempt.uuid}/segments/camera/1/1"
    response = Client().get(path, headers={"Authorization": f"Bearer {sender.token}"})
    assert response.status_code == 405


def test_a_server_clock_that_was_put_back_makes_segments_wait_and_loses_none(sender):
    Attempt.objects.update(started_at=timezone.now() + timedelta(seconds=60))
    assert code(sender.put()) == (425, "too_early")
    Attempt.objects.update(started_at=timezone.now() - timedelta(seconds=60))
    assert sender.put().status_code == 201


def test_the_days_after_the_end_make_no_room_for_more(sender, monkeypatch):
    monkeypatch.setattr(services, "MOST_CHECKS", 0)
    hour = timedelta(hours=1)
    Attempt.objects.update(started_at=timezone.now() - timedelta(days=3))
    sender.attempt.refresh_from_db()
    attempts.end_attempt(attempt=sender.attempt, source="student")
    Attempt.objects.update(started_at=timezone.now() - timedelta(days=3), ended_at=timezone.now() - 72 * hour)
    assert code(sender.put(sequence=9)) == (429, "too_many")
