"""A track's joined files: one set of them, whatever happens at the same time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.analysis import join_stage
from oes.analysis.tests.drawing import drawn_clip
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt, note_change
from oes.lib import blobs
from oes.recordings.models import JoinedFile, Run, Segment, Track


@pytest.fixture
def track(attempt) -> Track:
    """The camera of an ended attempt: two analysed segments with a gap between them."""
    end_attempt(attempt=attempt, source="student", at=timezone.now() + timedelta(seconds=10))
    row = Track.objects.create(attempt=Attempt.objects.get(pk=attempt.pk), kind="camera")
    for sequence, start in enumerate((0.0, 6.0)):
        add_segment(row, sequence, start)
    return row


def add_segment(track: Track, sequence: int, start: float) -> None:
    run, _ = Run.objects.get_or_create(attempt=track.attempt, number=1, defaults={"last_seen_at": timezone.now()})
    key = f"attempts/{track.attempt.uuid}/camera/1-{sequence}.webm"
    body = drawn_clip()
    blobs.put(key, body)
    Segment.objects.create(
        track=track, run=run, sequence=sequence, started_seconds=start, ended_seconds=start + 2, sha256="a" * 64,
        size=len(body), container="webm", blob_key=key, link="", received_at=timezone.now(),
        analysed_at=timezone.now(), codecs="vp8",
    )  # fmt: skip


def stored(track: Track) -> list[str]:
    folder = blobs.path_of(f"attempts/{track.attempt.uuid}/joined/x").parent
    return sorted(path.name for path in folder.iterdir())


def test_an_ended_track_is_joined_once(track):
    assert join_stage.join_next()
    assert not join_stage.join_next()
    (file,) = track.joined_files.all()
    assert (file.start_seconds, file.end_seconds) == pytest.approx((0, 8), abs=0.2)


def test_a_late_segment_makes_it_join_anew(track):
    join_stage.join_next()
    add_segment(track, 2, 10.0)
    note_change(track.attempt_id)
    assert join_stage.join_next()
    (file,) = track.joined_files.all()
    assert file.end_seconds == pytest.approx(12, abs=0.2)
    assert len(stored(track)) == 1, "the old file is deleted"


def test_nothing_is_joined_while_a_segment_waits_to_be_read(track):
    Segment.objects.update(analysed_at=None)
    assert not join_stage.join_next()


def test_of_two_workers_on_one_track_the_first_to_end_wins(track, monkeypatch):
    def slow(parts, *, stem):
        monkeypatch.setattr(join_stage, "remux", remux)
        join_stage.join(Track.objects.get(pk=track.pk))
        linked.extend(JoinedFile.objects.values_list("uuid", flat=True))
        return remux(parts, stem=stem)

    remux, linked = join_stage.remux, []
    monkeypatch.setattr(join_stage, "remux", slow)
    join_stage.join(track)
    assert list(JoinedFile.objects.values_list("uuid", flat=True)) == linked, "links that players have stay good"
    assert len(stored(track)) == 1


def test_a_track_without_a_readable_segment_has_no_files(track):
    Segment.objects.update(unreadable_reason="broken")
    assert join_stage.join_next()
    assert not JoinedFile.objects.exists()
    assert not join_stage.join_next()
