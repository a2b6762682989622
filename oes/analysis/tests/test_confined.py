"""Recordings in the confined process: the same numbers, and a death is told of the segment that caused it."""

import pytest
from django.utils import timezone

from oes.analysis import confined, join_stage, services
from oes.analysis.facts import BrokeReader, CameraMeasures, MediaFacts, PhotoReason, UnreadableMedia
from oes.analysis.media import probe
from oes.analysis.model_files import ModelFileError, default_directory, verify
from oes.analysis.segment import measure_camera
from oes.analysis.tests.drawing import drawn_clip
from oes.analysis.tests.test_join_stage import track  # noqa: F401
from oes.attempts.models import Challenge
from oes.lib import blobs
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Room
from oes.recordings.models import Run, Segment, Track

pytestmark = pytest.mark.confined
needs_networks = pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files")
HOSTILE = "oes.analysis.tests.hostile_operations"


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    confined.room.close()


@pytest.fixture
def hostile(monkeypatch) -> Room:
    """A reader that is killed by some clips."""
    room = Room(HOSTILE, Limits(wall_seconds=0.7))
    monkeypatch.setattr(confined, "room", room)
    monkeypatch.setattr("oes.analysis.joined.OPERATIONS", HOSTILE)
    yield room
    room.close()


def stored(attempt, sequence: int, body: bytes, kind: str = "camera") -> Segment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    row, _ = Track.objects.get_or_create(attempt=attempt, kind=kind)
    key = f"attempts/{attempt.uuid}/{kind}/1-{sequence}.webm"
    blobs.put(key, body)
    return Segment.objects.create(
        track=row, run=run, sequence=sequence, started_seconds=2.0 * sequence, ended_seconds=2.0 * sequence + 2,
        sha256=f"{sequence:064}", size=len(body), container="webm", blob_key=key, link="",
        received_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.models
@needs_networks
def test_it_measures_the_same_to_the_last_bit(settings):
    from oes.analysis.operations import listener, measurer

    body = drawn_clip(sound=True)
    known = [tuple([0.6, 0.8] + [0.0] * 126)]
    there = confined.look_at_camera(body, known=known, listens=True, checked=True)
    here = measure_camera(body, measurer=measurer(), known=known, listener=listener(), checked=True)
    assert there == here
    assert confined.room.confined_by_kernel


def test_files_and_photos_that_cannot_be_read_are_refused_by_name():
    assert confined.facts_of(drawn_clip()) == probe(drawn_clip())
    with pytest.raises(UnreadableMedia, match="neither WebM nor MP4"):
        confined.facts_of(b"<html>")
    assert confined.look_at_photo(b"<html>").reasons == (PhotoReason.UNREADABLE,)
    assert confined.still(drawn_clip(), 1.0).startswith(b"\xff\xd8")


def test_missing_networks_are_the_servers_fault(settings, tmp_path):
    settings.OES_MODELS_DIR = tmp_path
    room = Room(confined.OPERATIONS, environment=confined._environment)
    with pytest.raises(ModelFileError, match="oes models"):
        confined.asked(room, "camera", dict.fromkeys(("known", "listens", "checked", "settled", "compares"), []), [b""])
    room.close()


def test_a_killer_is_unreadable_after_three_tries_and_nothing_else_stops(attempt, hostile):
    killer = stored(attempt, 1, drawn_clip() + b"crash")
    hung = stored(attempt, 2, drawn_clip() + b"hang")
    good = [stored(attempt, number, drawn_clip()) for number in (3, 4)]
    for _ in range(4):
        while services.analyse_next():
            pass
        Segment.objects.update(claimed_at=None)
    rows = {row.pk: row for row in Segment.objects.all()}
    assert rows[killer.pk].unreadable_reason == "3 times: the reading process was ended by SIGSEGV"
    assert rows[hung.pk].unreadable_reason == "3 times: it kept the reading process busy for over 0.7 s"
    assert [rows[one.pk].tries for one in good] == [1, 1]
    assert all(rows[one.pk].analysed_at for one in good)


def test_a_still_that_kills_is_tried_twice_and_then_refused(hostile):
    body = drawn_clip() + b"crash"
    for _ in range(2):
        with pytest.raises(BrokeReader, match="SIGSEGV"):
            confined.still(body, 1.0)
    with pytest.raises(UnreadableMedia):
        confined.still(body, 1.0)
    assert confined.still(drawn_clip(), 1.0) == b"picture"


def test_a_challenge_that_kills_is_given_up_at_its_third_claim(attempt, hostile):
    Challenge.objects.create(
        attempt=attempt, moment="start", at_seconds=0, steps="turn_left", tries=1, shown=[1.0],
        begun_at=timezone.now(), result="waiting",
    )  # fmt: skip
    stored(attempt, 1, drawn_clip() + b"crash", kind="check_live")
    from oes.analysis.challenges import challenge_next

    for _ in range(3):
        assert challenge_next()
        Challenge.objects.update(claimed_at=None)
    assert not challenge_next()
    assert Challenge.objects.get().result == "not_seen"


def test_the_part_that_kills_is_left_out_of_the_joined_file(track, hostile):  # noqa: F811
    first = Segment.objects.first()
    blobs.delete(first.blob_key)
    blobs.put(first.blob_key, drawn_clip() + b"crash")
    assert join_stage.join_next()
    (file,) = track.joined_files.all()
    assert (file.start_seconds, file.end_seconds) == pytest.approx((6, 8), abs=0.2)


def test_an_answer_of_other_types_is_nonsense(hostile):
    with pytest.raises(BrokeReader, match="nonsense"):
        confined.facts_of(b"lie")
    assert confined.facts_of(drawn_clip()) == MediaFacts("webm", "vp8", None, 160, 120, 2.0)
    assert confined.look_at_camera(b"") == CameraMeasures(MediaFacts("webm", "vp8", None, 160, 120, 2.0), [], None)
