"""What `oes analyse FILE` says where it cannot go on, or states no trust."""

import pytest
from django.core.management import CommandError, call_command

from oes.analysis import judge
from oes.analysis.judge import FileReport
from oes.analysis.photos import PhotoFacts, PhotoReason
from oes.analysis.tests.drawing import drawn_clip
from oes.violations.management.commands import analyse


@pytest.fixture(autouse=True)
def no_networks(monkeypatch):
    monkeypatch.setattr(analyse, "load_measurer", lambda directory: None)


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "camera.webm"
    path.write_bytes(drawn_clip(seconds=2))
    return path


def test_the_file_that_is_no_recording_is_named(tmp_path):
    text = tmp_path / "text.webm"
    text.write_text("hello")
    with pytest.raises(CommandError, match=r"text\.webm: neither WebM nor MP4 nor pictures"):
        call_command("analyse", str(text))


def test_the_screen_that_is_no_recording_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(analyse, "judge_file", lambda path, **_: FileReport(200.0, ()))
    with pytest.raises(CommandError, match=r"none\.webm: the file cannot be opened"):
        call_command("analyse", "camera.webm", "--screen", str(tmp_path / "none.webm"))


def test_a_photo_without_a_face_is_told_in_words(clip, monkeypatch):
    facts = PhotoFacts(None, 0, (PhotoReason.NO_FACE,))
    monkeypatch.setattr(judge, "embed_photo", lambda photo, *, measurer: facts)
    with pytest.raises(CommandError, match=r"wall\.png cannot be used: no face was found in it"):
        call_command("analyse", str(clip), "--reference", "wall.png")


@pytest.mark.parametrize("seconds", ["-5", "nan", "soon"])
def test_seconds_below_nothing_are_refused(clip, seconds):
    with pytest.raises(CommandError, match="--grace-seconds"):
        call_command("analyse", str(clip), f"--grace-seconds={seconds}")


def test_it_says_why_there_is_no_trust(monkeypatch, capsys):
    monkeypatch.setattr(analyse, "judge_file", lambda path, **_: FileReport(60.0, ()))
    call_command("analyse", "camera.webm")
    assert "trust - (an exam lasts longer than 180 s; see --min-seconds)" in capsys.readouterr().out
