"""Lists of somebody else's folder: what can be used is used, and the rest is told."""

from pathlib import Path

import pytest
from PIL import Image

from bench.accuracy.face_pictures import read_pairs
from bench.accuracy.listed import BadData, read_list
from bench.accuracy.suites.faces_cfp import _check as cfp
from bench.accuracy.suites.head_pose import _check_angles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images" / "a" / "frontal").mkdir(parents=True)
    for name in ("a/1.png", "a/2.png", "a/frontal/1.png"):
        Image.new("RGB", (32, 32)).save(tmp_path / "images" / name)
    Image.new("RGB", (3, 900)).save(tmp_path / "images" / "thin.png")
    (tmp_path / "images" / "text.png").write_text("no picture")
    return tmp_path


def listing(folder: Path, *lines: str) -> Path:
    (folder / "pairs.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "pairs.csv"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("a/1.png,none.png,1", "there is no picture none.png"),
        ("a/1.png,text.png,0", "the picture text.png cannot be read"),
        ("thin.png,a/1.png,0", "the picture thin.png has only 3x900 pixels"),
        ("a/1.png,a/2.png,yes", "same is 'yes', not 0 or 1"),
        ("a/1.png", "nothing under b"),
    ],
)
def test_a_line_that_cannot_be_used_costs_no_other_line(folder, line, why):
    path = listing(folder, "\ufeffa,b,same", "a/1.png,a/2.png,1", line)
    (pair,), left_out = read_pairs(path)
    assert (pair.a, pair.b, pair.same) == ("a/1.png", "a/2.png", True)
    assert left_out == {f"{folder.name}/pairs.csv": f"1 of 2 lines cannot be used, first line 3: {why}"}


@pytest.mark.parametrize(
    ("line", "why"),
    [("FX,a/frontal/1.png,a/frontal/1.png,1", "not FF or FP"), ("FF,a/1.png,a/2.png,1", "a/1.png is not PERSON/")],
)
def test_pairs_of_other_protocols_and_folders_are_told(folder, line, why):
    path = listing(folder, "protocol,a,b,same", "FF,a/frontal/1.png,a/frontal/1.png,1", line)
    pairs, left_out = read_pairs(path, cfp)
    assert len(pairs) == 1
    assert why in left_out[f"{folder.name}/pairs.csv"]


def test_angles_that_are_no_numbers_are_told(folder):
    lines = ("pitch_deg,yaw_deg,roll_deg", "1,2,3", "1,nan,3", "1,2,x")
    listed = read_list(listing(folder, *lines), ("pitch_deg", "yaw_deg", "roll_deg"), check=_check_angles)
    assert len(listed.lines) == 1
    assert "2 of 3 lines cannot be used, first line 3: yaw_deg is 'nan'" in listed.left_out[f"{folder.name}/pairs.csv"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("a,b", "1,2"), "pairs.csv has no column same"),
        (("a,b,same",), "pairs.csv has no lines under its headings"),
        (("a,b,same", "x.png,y.png,1"), "pairs.csv can be used, first line 2: there is no picture x.png"),
    ],
)
def test_a_list_of_which_nothing_is_left_is_refused(folder, lines, why):
    with pytest.raises(BadData, match=why):
        read_pairs(listing(folder, *lines))


def test_a_list_that_is_not_there_or_no_text_is_refused(folder):
    with pytest.raises(BadData, match=r"there is no .*/pairs\.csv"):
        read_pairs(folder / "pairs.csv")
    (folder / "pairs.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadData, match="UTF-8"):
        read_pairs(folder / "pairs.csv")


@pytest.mark.parametrize("between", [";", "\t"])
def test_a_list_as_a_spreadsheet_saves_it_is_read(folder, between):
    path = listing(folder, *(line.replace(",", between) for line in ("a,b,same", "a/1.png,a/2.png,1")))
    pairs, left_out = read_pairs(path)
    assert [(pair.a, pair.b, pair.same) for pair in pairs] == [("a/1.png", "a/2.png", True)]
    assert left_out == {}
