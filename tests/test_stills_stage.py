"""A segment of pictures on its way: evidence stays as it came, players get video, nothing misfires."""

import hashlib

import numpy as np
import pytest
from django.utils import timezone

from oes.analysis import join_stage, services
from oes.analysis.facts import CameraMeasures
from oes.analysis.media import one_frame, probe
from oes.analysis.tests.drawing import drawn_stills
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt
from oes.lib import blobs
from oes.recordings import playback
from oes.recordings.models import Run, Segment, Track
from oes.violations.rules import recorded_spans

DARK, BRIGHT = 30, 200


@pytest.fixture(autouse=True)
def without_networks(monkeypatch):
    def measured(_, body):
        return CameraMeasures(probe(body), [], None), ""

    monkeypatch.setattr(services, "_camera", measured)
    monkeypatch.setattr(services.checks, "note_checks", lambda **_: None)


def add_stills(attempt: Attempt, sequence: int, level: int, kind: str = "camera", pictures: int = 8) -> Segment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    track, _ = Track.objects.get_or_create(attempt=attempt, kind=kind)
    body = drawn_stills([np.full((240, 320, 3), level, dtype=np.uint8)] * pictures)
    sha256 = hashlib.sha256(body).hexdigest()
    key = f"attempts/{attempt.uuid}/{kind}/1-{sequence}-{sha256[:16]}.mov"
    blobs.put(key, body)
    return Segment.objects.create(
        track=track, run=run, sequence=sequence, started_seconds=8.0 * sequence, ended_seconds=8.0 * sequence + 8,
        sha256=sha256, size=len(body), container="mov", blob_key=key, link="", received_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def two(attempt) -> list[Segment]:
    rows = [add_stills(attempt, 0, DARK), add_stills(attempt, 1, BRIGHT)]
    while services.analyse_next():
        pass
    return [Segment.objects.get(pk=row.pk) for row in rows]


def test_what_was_sent_stays_and_players_get_video(two, attempt, admin, signed_in, links):
    client = signed_in(admin)
    assert [hashlib.sha256(blobs.read(row.blob_key)).hexdigest() for row in two] == [row.sha256 for row in two]
    (track,) = playback.playback_of(attempt=attempt, links=links(client, admin))
    assert [source.mime for source in track.segments] == ['video/webm; codecs="vp8"'] * 2
    response = client.get(track.segments[1].url)
    body = b"".join(response.streaming_content)
    assert (response.status_code, response["Content-Type"]) == (200, "video/webm")
    assert one_frame(body, at_seconds=7.5).rgb.mean() == pytest.approx(BRIGHT, abs=5)


def test_the_link_is_for_the_administration_only(two, attempt, admin, proctor, aigerim, client, signed_in, links):
    url = playback.playback_of(attempt=attempt, links=links(signed_in(admin), admin))[0].segments[0].url
    assert [signed_in(who).get(url).status_code for who in (proctor, aigerim)] == [403, 403]
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("lost", [False, True])
def test_they_are_joined_into_one_file_on_the_attempts_clock(two, attempt, lost):
    if lost:
        blobs.delete(two[0].played_key)
    end_attempt(attempt=attempt, source="student")
    assert join_stage.join_next()
    (file,) = two[0].track.joined_files.all()
    assert (file.container, file.start_seconds) == ("webm", 0.0)
    assert file.end_seconds == pytest.approx(16, abs=0.3)
    joined = blobs.read(file.blob_key)
    shown = [one_frame(joined, at_seconds=at).rgb.mean() for at in (1.0, 7.7, 8.1, 15.5)]
    assert shown == pytest.approx([DARK, DARK, BRIGHT, BRIGHT], abs=5)


def test_each_picture_covers_its_second(two, attempt):
    (first, second) = recorded_spans(attempt)["camera"]
    assert (first.start, first.end, second.start, second.end) == (0.0, 8.0, 8.0, 16.0)


def test_seconds_without_a_picture_are_not_covered(attempt):
    add_stills(attempt, 0, DARK, pictures=3)
    services.analyse_next()
    (span,) = recorded_spans(attempt)["camera"]
    assert span.seconds == pytest.approx(4.0)


def test_a_check_is_not_made_playable_since_nobody_plays_it(attempt):
    row = add_stills(attempt, 0, DARK, kind="check_start", pictures=3)
    services.analyse_next()
    assert not blobs.is_there(row.played_key)


def test_pictures_that_nobody_can_read_are_a_gap_and_no_failure(attempt):
    row = add_stills(attempt, 0, DARK)
    blobs.put(row.blob_key, blobs.read(row.blob_key)[:40])
    assert services.analyse_next()
    assert Segment.objects.get().unreadable_reason
