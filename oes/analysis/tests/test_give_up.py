"""Whose fault it is that a segment cannot be analysed: its own content's, or the server's."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from oes.analysis import services
from oes.analysis.models import ObservationSet
from oes.lib import blobs, keys
from oes.lib.keys import NoKey
from oes.recordings.models import Run, Segment, Track


@pytest.fixture
def segment(attempt) -> Segment:
    run = Run.objects.create(attempt=attempt, number=1, last_seen_at=timezone.now())
    track = Track.objects.create(attempt=attempt, kind="camera")
    return Segment.objects.create(
        track=track, run=run, sequence=1, started_seconds=0.0, ended_seconds=8.0, sha256="0" * 64, size=1,
        container="webm", blob_key="k", link="", received_at=timezone.now(),
    )  # fmt: skip


def analysed_with(monkeypatch, error: Exception) -> Segment:
    """Let three workers try, each after the other's lease."""

    def fails(_segment):
        raise error

    monkeypatch.setattr(services, "analyse", fails)
    for _ in range(3):
        with pytest.raises(type(error)):
            services.analyse_next()
        Segment.objects.update(claimed_at=None)
    return Segment.objects.get()


def test_what_its_content_brings_about_is_given_up(segment, monkeypatch):
    assert analysed_with(monkeypatch, OverflowError("infinite")).tries == 3
    assert not services.analyse_next()
    assert Segment.objects.get().unreadable_reason


@pytest.mark.parametrize(
    "error", [OSError("disk full"), MemoryError(), RuntimeError("no network file"), NoKey("attempts-x")]
)
def test_what_the_server_lacks_is_no_try(segment, monkeypatch, error):
    assert analysed_with(monkeypatch, error).tries == 0


def test_numbers_that_cannot_be_stored_make_it_unreadable(segment, monkeypatch):
    def refuses(**_):
        raise IntegrityError("CHECK constraint failed: JSON_VALID")

    monkeypatch.setattr(services.blobs, "read", lambda key: b"")
    monkeypatch.setattr(services.checks, "note_checks", lambda **_: None)
    empty = services.CameraMeasures(services.MediaFacts("webm", "vp8", None, 64, 64, 8.0), [], None)
    monkeypatch.setattr(services, "_camera", lambda *_: (empty, ""))
    monkeypatch.setattr(ObservationSet.objects, "create", refuses)
    assert services.analyse_next()
    assert Segment.objects.get().unreadable_reason == "what it shows cannot be stored"


def test_bytes_that_were_changed_make_it_unreadable(segment):
    stored_as(segment)
    path = blobs.path_of(Segment.objects.get().blob_key)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert services.analyse_next()
    assert Segment.objects.get().unreadable_reason == "its bytes were changed"


def test_a_folder_of_keys_that_is_not_there_condemns_no_segment(segment):
    stored_as(segment)
    keys.shred(blobs.owner_of(Segment.objects.get().blob_key))
    with pytest.raises(NoKey):
        services.analyse_next()
    row = Segment.objects.get()
    assert (row.unreadable_reason, row.tries) == ("", 0)


def stored_as(segment: Segment) -> None:
    key = f"attempts/{segment.track.attempt.uuid}/camera/1-1.webm"
    blobs.put(key, b"\x1aE\xdf\xa3 webm")
    Segment.objects.update(blob_key=key)
