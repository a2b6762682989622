"""Broken recordings: a bounded number of them on every run, `oes bench fuzz` for more."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from bench.fuzz.mutations import CRAFTED, mutant
from bench.fuzz.run import ASKED, confined_room, fuzz
from bench.fuzz.seeds import seeds
from oes.analysis import confined, services
from oes.analysis.model_files import verify
from oes.lib import blobs
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Room
from oes.recordings.models import Run, Segment, Track

SEED = 20
FILES = 150
ROWS = 12
needs_networks = pytest.mark.skipif(bool(verify(settings.OES_MODELS_DIR)), reason="skipped: no network files")


@pytest.fixture(scope="module")
def whole():
    return seeds()


def test_a_number_names_the_same_broken_file_for_ever(whole):
    bodies = list(whole.values())
    made = [mutant(bodies, number, seed=1) for number in range(200)]
    assert made == [mutant(bodies, number, seed=1) for number in range(200)]
    assert sum(body == bodies[place] for place, body in made) < 30
    assert made[:20] != [mutant(bodies, number, seed=2) for number in range(20)]


@pytest.mark.models
@needs_networks
def test_broken_files_are_read_or_refused_and_break_nothing(whole, monkeypatch):
    monkeypatch.setattr("bench.fuzz.run.SLOW_SECONDS", float("inf"))  # how long it takes is for the benchmark
    room = confined_room(settings.OES_MODELS_DIR)
    try:
        for name, (told, _kind) in ASKED.items():  # whole ones are read
            room.ask(name, told, [whole["photo.jpg" if name == "photo" else "mjpeg.mov"]])
        child = room.pid
        outcome = fuzz(room, whole, seed=SEED, numbers=range(FILES))
        assert outcome.findings == []
        assert outcome.files == FILES
        assert room.pid == child, "the same process read all of them"
    finally:
        room.close()


@pytest.mark.confined
@pytest.mark.models
@needs_networks
def test_the_worker_marks_what_it_cannot_read_and_goes_on(whole, attempt):
    bodies = [body for name, body in whole.items() if not name.startswith("photo")]
    broken = [mutant(bodies, number, seed=SEED)[1] for number in range(ROWS)]
    files = [*broken, *(body for body in CRAFTED if body), whole["vp8-opus.webm"], whole["mjpeg.mov"]]
    rows = [_stored(attempt, number, body) for number, body in enumerate(files)]
    try:
        while services.analyse_next():
            pass
    finally:
        confined.room.close()
    left = Segment.objects.in_bulk([row.pk for row in rows])
    assert all(bool(row.analysed_at) != bool(row.unreadable_reason) for row in left.values())
    assert all(row.tries == 1 for row in left.values()), "nothing had to be tried again"
    reasons = [left[row.pk].unreadable_reason for row in rows]
    assert all(reasons[ROWS:-2])
    assert reasons[-2:] == ["", ""]


def test_the_command_tells_of_what_broke_and_how_to_see_it_again(capsys, monkeypatch, tmp_path):
    room = Room("oes.analysis.tests.hostile_operations", Limits())
    monkeypatch.setattr("bench.commands.fuzz.confined_room", lambda models: room)
    monkeypatch.setattr("bench.commands.fuzz.verify", lambda models: [])
    monkeypatch.setattr("bench.fuzz.run.questions", lambda *_: ["camera"])
    monkeypatch.setattr("bench.commands.fuzz.mutant", lambda whole, number, *, seed: (0, b"kept"))
    monkeypatch.setattr("bench.fuzz.run.mutant", lambda whole, number, *, seed: (0, b"crash"))
    with pytest.raises(CommandError, match="--seed 5 --only NUMBER"):
        call_command("bench", "fuzz", "--seed", "5", "--only", "7", "--keep", str(tmp_path), "--data", str(tmp_path))
    assert "7 (vp8-opus.webm) camera: the reading process was ended by SIGSEGV" in capsys.readouterr().out
    assert (tmp_path / "5-7-vp8-opus.webm").read_bytes() == b"kept"


def _stored(attempt, number: int, body: bytes) -> Segment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    track, _ = Track.objects.get_or_create(attempt=attempt, kind=("camera", "screen")[number % 2])
    key = f"attempts/{attempt.uuid}/{track.kind}/1-{number}.mov"
    blobs.put(key, body)
    return Segment.objects.create(
        track=track, run=run, sequence=number, started_seconds=2.0 * number, ended_seconds=2.0 * number + 2,
        sha256=f"{number:064}", size=len(body), container="mov", blob_key=key, link="", received_at=timezone.now(),
    )  # fmt: skip
