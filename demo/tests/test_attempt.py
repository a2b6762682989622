"""The finished attempt is sat once, however often the demo is stopped and started."""

import pytest
from django.utils import timezone

from bench.segments import Piece
from demo import attempt as seeding
from demo.people import Institution
from oes.attempts.services import end_attempt
from oes.recordings.models import Run, Segment, Track
from oes.violations.models import Trust, Violation

PIECES = [Piece(0.0, 8.0, b"a"), Piece(8.0, 16.0, b"b"), Piece(16.0, 20.0, b"c")]


@pytest.fixture
def institution(attempt, admin) -> Institution:
    return Institution(attempt.enrolment, admin, {})


@pytest.fixture
def finished(attempt):
    return end_attempt(attempt=attempt, source="student")


def judge(attempt, *kinds: str) -> None:
    Trust.objects.create(
        attempt=attempt, state="stated", coverage=1, counted_seconds=1, is_final=True, built_at=timezone.now()
    )
    for kind in kinds:
        Violation.objects.create(
            attempt=attempt, kind=kind, start_seconds=1, end_seconds=2, source="camera", direct=False, confidence=1
        )


def test_an_attempt_that_was_sat_is_not_sat_again(institution, finished, monkeypatch):
    monkeypatch.setattr(seeding, "RecorderClient", None)
    monkeypatch.setattr(seeding, "camera_pieces", None)
    judge(finished, *seeding.EXPECTED)
    assert seeding.seed_attempt(institution, base_url="http://127.0.0.1:9", report=lambda words, share: None) == []
    assert institution.finished.attempts.count() == 1
    institution.finished.exam.refresh_from_db()
    assert institution.finished.exam.closes_at <= timezone.now()


def test_what_the_networks_did_not_see_is_told(institution, finished):
    judge(finished, "second_person", "nobody_in_frame")
    missing = seeding.seed_attempt(institution, base_url="", report=lambda words, share: None)
    assert missing == ["looked_away", "window_switch"]


def test_a_worker_that_is_not_done_is_no_network_that_is_blind(institution, finished, monkeypatch):
    monkeypatch.setattr(seeding, "TRUST_SECONDS", 0)
    with pytest.raises(TimeoutError, match="Start the demo again to go on"):
        seeding.seed_attempt(institution, base_url="", report=lambda words, share: None)


def test_only_what_is_missing_is_sent_again(attempt):
    assert [number for number, _ in seeding.left_to_send(attempt, "camera", PIECES)] == [1, 2, 3]
    track = Track.objects.create(attempt=attempt, kind="camera")
    run = Run.objects.create(attempt=attempt, number=1, last_seen_at=timezone.now())
    Segment.objects.create(
        track=track, run=run, sequence=2, started_seconds=8.0, ended_seconds=16.0, sha256="0" * 64, size=1,
        container="webm", blob_key="x", link="0" * 64, received_at=timezone.now(),
    )  # fmt: skip
    assert [number for number, _ in seeding.left_to_send(attempt, "camera", PIECES)] == [1, 3]
    assert [number for number, _ in seeding.left_to_send(attempt, "screen", PIECES)] == [1, 2, 3]
