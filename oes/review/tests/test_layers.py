"""Which layers a report prints."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from oes.attempts.models import Attempt, Deletion, SafeBrowserCheck
from oes.recordings.models import ClientEvent, Run, Segment, Track
from oes.review.layers import layers_of, tier_words


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def hour(attempt) -> Attempt:
    """An attempt that lasted an hour."""
    now = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(started_at=now - timedelta(hours=1), ended_at=now)
    attempt.refresh_from_db()
    return attempt


def told(attempt: Attempt, source: str, *moments: float) -> None:
    page = uuid.uuid4()
    for number, at in enumerate(moments):
        ClientEvent.objects.create(
            attempt=attempt, source=source, run_key=page, sequence=number, kind="heartbeat", at_seconds=at,
            received_at=timezone.now(),
        )  # fmt: skip


def recorded(attempt: Attempt, kind: str, codecs: str, start: float, end: float) -> None:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    track, _ = Track.objects.get_or_create(attempt=attempt, kind=kind)
    Segment.objects.create(
        track=track, run=run, sequence=track.segments.count(), started_seconds=start, ended_seconds=end, size=1,
        sha256="0" * 64, container="webm", codecs=codecs, blob_key="x", link="", received_at=timezone.now(),
    )  # fmt: skip


def test_it_prints_what_was_there_and_what_was_not(hour):
    recorded(hour, "camera", "vp8,opus", 0, 8)
    recorded(hour, "camera", "vp8,opus", 3590, 3598)
    recorded(hour, "screen", "vp8", 0, 1800)
    told(hour, "embed", 100, 3595)
    told(hour, "recorder", 0, 3600)
    layers = layers_of(hour, timezone.now())
    assert layers.tier == "A: camera and screen"
    assert layers.present == ("camera", "microphone", "screen (00:00:00–00:30:00 only)", "exam's page")
    assert layers.absent == ("browser extension", "guard", "Safe Exam Browser")
    assert layers.sentence.endswith("exam's page; not: browser extension, guard, Safe Exam Browser")


def test_a_camera_without_sound_is_no_microphone(hour):
    recorded(hour, "camera", "vp8", 0, 3600)
    assert layers_of(hour, timezone.now()).present == ("camera",)


def test_the_exams_page_has_its_say_until_the_exams_own_end(hour):
    hour.exam_ended_seconds = 3000.0
    told(hour, "embed", 100, 3000)
    told(hour, "guard", 100, 3000)
    assert layers_of(hour, timezone.now()).present == ("exam's page", "guard (00:01:40–00:50:00 only)")


@pytest.mark.parametrize(("matched", "present"), [(True, ("Safe Exam Browser",)), (False, ())])
def test_safe_exam_browser_is_a_layer_only_where_its_key_matched(hour, matched, present):
    SafeBrowserCheck.objects.create(attempt=hour, settings_matched=matched)
    assert layers_of(hour, timezone.now()).present == present


@pytest.mark.parametrize("tier", "ABCS")
def test_every_tier_has_words(tier):
    assert tier_words(tier).startswith(f"{tier}: ")


def test_nothing_is_said_of_those_whose_words_were_deleted(hour):
    recorded(hour, "camera", "vp8", 0, 3600)
    now = timezone.now()
    Deletion.objects.create(
        organisation=hour.enrolment.exam.organisation, subject=hour.uuid, attempt=hour, kind="events", begun_at=now,
        done_at=now,
    )  # fmt: skip
    layers = layers_of(hour, now)
    assert layers.absent == ("microphone", "screen", "Safe Exam Browser")
