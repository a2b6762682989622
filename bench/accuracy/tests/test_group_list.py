import pytest
from PIL import Image

from bench.accuracy.group_list import BadGroups, Portrait, read_groups

GOOD = "picture,person,group\na/1.jpg,p1,north\na/2.jpg,p1,north\nb.jpg,p2,south\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data" / "a").mkdir(parents=True)
    for name in ("a/1.jpg", "a/2.jpg", "b.jpg"):
        Image.new("RGB", (40, 40)).save(tmp_path / "data" / name)
    (tmp_path / "data" / "text.jpg").write_bytes(b"no picture")
    (tmp_path / "secret.jpg").write_bytes(b"picture")
    return tmp_path / "data"


def read(text, folder):
    listing = folder.parent / "groups.csv"
    listing.write_text(text, encoding="utf-8")
    return read_groups(listing, folder)


def test_a_list_is_read_and_without_references_all_serve(folder):
    assert read(GOOD, folder)[2] == Portrait("b.jpg", "p2", "south", True)


def test_marked_references_serve_alone(folder):
    found = read("picture,person,group,reference\na/1.jpg,p1,north,yes\na/2.jpg,p1,north,\n", folder)
    assert [portrait.reference for portrait in found] == [True, False]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_list_as_a_spreadsheet_saves_it_is_read(folder, delimiter):
    assert read("\ufeff" + GOOD.replace(",", delimiter), folder) == read(GOOD, folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("picture,person\na/1.jpg,p1\n", "missing: group"),
        ("picture,person,group\n", "no lines"),
        (GOOD + "c.jpg,p3,south\n", "Line 5: there is no picture c.jpg"),
        (GOOD + "text.jpg,p3,south\n", "Line 5: the picture text.jpg cannot be read"),
        (GOOD + "../secret.jpg,p3,south\n", "Line 5: there is no picture"),
        (GOOD + "b.jpg,,south\n", "Line 5: the column person is empty"),
        (GOOD + "b.jpg,p3\n", "Line 5 has more or fewer fields"),
        (GOOD + "b.jpg,p3,south,9\n", "Line 5 has more or fewer fields"),
        (GOOD + "b.jpg,p2,south\n", "b.jpg is listed twice"),
        ("picture,person,group\na/1.jpg,p1,north\na/2.jpg,p1,south\n", "p1 is in two groups, north and south"),
        ("picture,person,group,reference\na/1.jpg,p1,north,maybe\n", "Line 2: reference is 'maybe'"),
    ],
)
def test_a_wrong_line_is_named(folder, text, told):
    with pytest.raises(BadGroups, match="Line|columns|no lines|twice|two groups") as raised:
        read(text, folder)
    assert told in str(raised.value)


def test_a_list_that_is_no_text_is_refused(folder):
    listing = folder.parent / "groups.csv"
    listing.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadGroups, match="UTF-8"):
        read_groups(listing, folder)


def test_a_list_that_is_not_there_is_told(folder):
    with pytest.raises(BadGroups, match="There is no file .*none.csv"):
        read_groups(folder.parent / "none.csv", folder)
