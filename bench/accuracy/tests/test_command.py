import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from bench.commands import accuracy
from oes.analysis.model_files import default_directory, verify

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]


@pytest.fixture(autouse=True)
def models(settings):
    settings.OES_MODELS_DIR = default_directory()


def test_a_folder_without_data_gives_no_rows_and_names_what_is_missing(tmp_path, capsys):
    call_command("bench", "accuracy", "--data", str(tmp_path), "--json", str(tmp_path / "rows.json"))
    told = json.loads((tmp_path / "rows.json").read_text())
    assert told["rows"] == []
    assert told["skipped"]["faces_lfw"] == "no folder face_pairs_lfw"
    assert "skipped" in capsys.readouterr().out


def test_what_cannot_be_used_is_told_after_the_rows_are_written(tmp_path):
    (tmp_path / "clips").mkdir()
    (tmp_path / "clips" / "a.json").write_text("{")
    (tmp_path / "screens").mkdir()
    out = tmp_path / "rows.json"
    with pytest.raises(CommandError, match=r"Measured but for 3.*clips/a\.json: no JSON.*screens: there is no"):
        call_command(
            "bench", "accuracy", "--data", str(tmp_path), "--json", str(out), "--only", "clips", "--only", "screens"
        )
    assert json.loads(out.read_text())["skipped"].keys() == {"clips/a.json", "clips", "screens"}


def test_a_missing_data_folder_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("bench", "accuracy", "--data", str(tmp_path / "none"))


def test_a_missing_folder_for_the_rows_is_told_before_measuring(tmp_path):
    rows = tmp_path / "none" / "rows.json"
    with pytest.raises(CommandError, match="There is no folder .*none for the figures"):
        call_command("bench", "accuracy", "--data", str(tmp_path), "--json", str(rows))


@pytest.mark.parametrize("threads", ["0", "-1"])
def test_less_than_one_thread_is_refused(tmp_path, threads):
    with pytest.raises(CommandError, match="--threads must be 1 or more"):
        call_command("bench", "accuracy", "--data", str(tmp_path), f"--threads={threads}")


def test_a_file_that_cannot_be_written_is_told_before_measuring(tmp_path):
    with pytest.raises(CommandError, match=f"{tmp_path} cannot be written: Is a directory"):
        call_command("bench", "accuracy", "--data", str(tmp_path), "--json", str(tmp_path))


def test_the_committed_page_is_kept_from_a_folder_without_all_of_the_data(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(accuracy, "write_docs", written.append)
    monkeypatch.setattr(accuracy, "write_figures", lambda *told: written.append(told))
    rows = tmp_path / "rows.json"
    with pytest.raises(CommandError, match=r"docs/benchmark\.md and the grades .* stay as they are.*skipped honest;"):
        call_command("bench", "accuracy", "--data", str(tmp_path), "--json", str(rows), "--write-docs")
    assert written == []
    assert json.loads(rows.read_text())["skipped"]["honest"] == "no folder honest"


def test_many_faults_are_told_in_one_line():
    assert accuracy.named(["a", "b"]) == "a; b"
    assert accuracy.named([*"abcdefg"]) == "a; b; c; d; e and 2 more, told above"


def test_groups_are_measured_and_pictures_without_a_face_are_told(tmp_path):
    grey = np.full((120, 160, 3), 128, np.uint8)
    for name in ("1.png", "2.png"):
        Image.fromarray(grey).save(tmp_path / name)
    listing = tmp_path / "groups.csv"
    listing.write_text("picture,person,group\n1.png,p1,north\n2.png,p1,north\n")
    out = tmp_path / "groups.json"
    call_command("bench", "accuracy", "--groups", str(listing), "--data", str(tmp_path), "--json", str(out))
    found, same, *_ = json.loads(out.read_text())["rows"]
    assert (found["detector"], found["condition"], found["recall"]) == ("face found", "north", 0.0)
    assert (same["n"], same["recall"], same["note"].split(",")[0]) == (1, 0.0, "too few")


def test_a_wrong_line_of_groups_is_named(tmp_path):
    listing = tmp_path / "groups.csv"
    listing.write_text("picture,person,group\nnone.png,p1,north\n")
    with pytest.raises(CommandError, match="Line 2"):
        call_command("bench", "accuracy", "--groups", str(listing), "--data", str(tmp_path))


@pytest.mark.parametrize("part", [["--quick"], ["--only", "objects"]])
def test_docs_are_written_from_a_whole_run_only(tmp_path, part):
    with pytest.raises(CommandError, match="whole run"):
        call_command("bench", "accuracy", "--data", str(tmp_path), "--write-docs", *part)
