"""Parts of somebody else's folder that hold less than ours: nothing is claimed from nothing."""

import json
import wave
from pathlib import Path

import pytest
from PIL import Image

from bench.accuracy.event_rows import event_row
from bench.accuracy.events import Score
from bench.accuracy.footage import Footage
from bench.accuracy.listed import BadData
from bench.accuracy.rows import REAL, Report, Row, report_to_json
from bench.accuracy.suites import objects, operating, speech
from bench.accuracy.suites.honest import run as honest
from bench.accuracy.sweeps import SWEEPS
from bench.accuracy.tools import Terminal, Tools

QUIET = Terminal(quiet=True)


def sound(path: Path, *, rate: int = 16_000, seconds: float = 2.0) -> None:
    with wave.open(str(path), "wb") as opened:
        opened.setnchannels(1)
        opened.setsampwidth(2)
        opened.setframerate(rate)
        opened.writeframes(bytes(2 * round(rate * seconds)))


def labels(folder: Path, name: str, *intervals: dict, file: str = "") -> None:
    told = {"file": file or f"{name}.wav", "intervals": list(intervals)}
    (folder / f"{name}.json").write_text(json.dumps(told))


def test_sounds_that_cannot_be_used_are_told_one_by_one(tmp_path):
    sound(tmp_path / "good.wav")
    labels(tmp_path, "good", {"label": "speech", "start": 0.5, "end": 1})
    sound(tmp_path / "other_rate.wav", rate=44_100)
    labels(tmp_path, "other_rate")
    (tmp_path / "empty.wav").write_bytes(b"")
    labels(tmp_path, "empty")
    sound(tmp_path / "short.wav", seconds=0.5)
    labels(tmp_path, "short")
    labels(tmp_path, "late", {"label": "speech", "start": 1, "end": 9}, file="good.wav")
    (tmp_path / "no_list.json").write_text('{"file": "good.wav"}')
    sound(tmp_path / "alone.wav")
    recordings, left_out = speech._read(tmp_path)
    assert [len(spoken) for _, spoken in recordings] == [1]
    told = {name.partition("/")[2]: why for name, why in left_out.items()}
    assert told == {
        "other_rate.json": "other_rate.wav has 44100 Hz, 1 channels, 16 bits; not 16000, 1, 16",
        "empty.json": "empty.wav cannot be read as a WAV file",
        "short.json": "short.wav is shorter than a second",
        "late.json": "interval 1 does not lie within the 2 s of the sound",
        "no_list.json": "no list under 'intervals'",
        "alone.wav": "no labels beside it",
    }


def test_without_speech_there_is_no_share_of_it():
    silent = speech.Heard(60.0, (), (), ())
    row = speech._f1_row("F1 by time", [silent], speech.f1_by_time, 0)
    assert (row.n, row.value, row.low, row.high) == (0, None, None, None)


def test_without_footage_there_is_no_limit_of_false_alarms_and_json_stays_json():
    row = event_row("phone", "as it is", REAL, Score())
    assert (row.n, row.value, row.low, row.high) == (0, None, None, None)
    odd = Row(detector="x", condition="y", kind=REAL, n=1, high=float("inf"), value=float("nan"))
    (told,) = report_to_json(Report(rows=(odd,)))["rows"]
    assert (told["high"], told["value"]) == (None, None)


def test_a_folder_without_clips_gives_no_rows(tmp_path):
    (tmp_path / "honest").mkdir()
    with pytest.raises(BadData, match="no clip in honest can be scored"):
        honest(tmp_path, Tools(tmp_path), QUIET)
    with pytest.raises(BadData, match="no clip in clips and honest can be scored"):
        operating.run(tmp_path, Tools(tmp_path), QUIET)


def footage(path: Path, person: str) -> Footage:
    return Footage(path.stem, path, 10.0, REAL, person, {}, {})


def test_clips_of_one_name_in_two_folders_both_count(tmp_path):
    both = [footage(tmp_path / "clips" / "01.mp4", "p"), footage(tmp_path / "honest" / "01.mp4", "q")]
    table = {SWEEPS[0].values[0]: {operating._key(one): Score(exposure_seconds=10.0) for one in both}}
    assert operating._sum(table[SWEEPS[0].values[0]], both).exposure_seconds == 20.0


def test_nothing_is_chosen_on_the_other_half_where_there_is_one_person(tmp_path):
    alone = footage(tmp_path / "clips" / "01.mp4", "p")
    table = {value: {operating._key(alone): Score(exposure_seconds=10.0)} for value in (*SWEEPS[0].values, 0.6)}
    assert operating._by_halves(SWEEPS[0], table, [alone], usual=0.6) == []
    beside = footage(tmp_path / "clips" / "02.mp4", "q")
    both = {value: {operating._key(one): Score() for one in (alone, beside)} for value in table}
    assert len(operating._by_halves(SWEEPS[0], both, [alone, beside], usual=0.6)) == 2


def test_files_among_pictures_that_are_none_and_labels_that_are_none_are_told(tmp_path):
    images = tmp_path / "images"
    images.mkdir()
    with pytest.raises(BadData, match="images and labels"):
        objects._read(images)
    (tmp_path / "labels").mkdir()
    with pytest.raises(BadData, match="no picture"):
        objects._read(images)
    for name in ("a", "b", "c"):
        Image.new("RGB", (40, 40)).save(images / f"{name}.png")
    (tmp_path / "labels" / "a.txt").write_text("67 0.5 0.5 0.1 0.1\n")
    (tmp_path / "labels" / "b.txt").write_text("67 320 240 64 48\n")
    (tmp_path / "labels" / "c.txt").write_text("67 a\n")
    (images / "Thumbs.db").write_bytes(b"x")
    found, left_out = objects._read(images)
    assert {path.name: len(things) for path, things in found.items()} == {"a.png": 1}
    assert left_out["objects_coco/images"].startswith("3 of 4 files cannot be used, first Thumbs.db: ")
