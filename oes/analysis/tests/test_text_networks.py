import numpy as np
import pytest

from oes.analysis.networks.text_areas import TILE, TextFinder, cells, connected
from oes.analysis.networks.text_lines import LineReader, cost, latin_classes, read_signs, word_boxes
from oes.analysis.tests.drawing import FakeSession, FakeSessions


def test_parts_that_touch_are_one_even_where_they_meet_late():
    mask = np.array(
        [
            [1, 0, 0, 1, 0, 0, 0],
            [1, 0, 0, 1, 0, 0, 1],
            [0, 1, 1, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 1, 0],
        ],
        dtype=bool,
    )
    assert connected(mask) == [(0, 0, 4, 3), (6, 1, 7, 2), (5, 3, 6, 4)]


def test_an_empty_row_parts_what_stands_above_and_below():
    mask = np.array([[1, 1], [0, 0], [1, 1]], dtype=bool)
    assert connected(mask) == [(0, 0, 2, 1), (0, 2, 2, 3)]


def test_nothing_has_no_parts():
    assert connected(np.zeros((5, 5), dtype=bool)) == []


@pytest.fixture
def finder():
    """A network that sees a line of 100 x 10 pixels at (40, 20) of each tile, and an uncertain one below."""
    seen = np.zeros((1, 1, *TILE), dtype=np.float32)
    seen[0, 0, 20:30, 40:140] = 0.9
    seen[0, 0, 60:70, 40:140] = 0.4
    return TextFinder(FakeSessions(text_areas=FakeSession({"out": seen})))


def test_a_line_grows_back_to_its_whole_size(finder):
    boxes, spent = finder.boxes(np.zeros((200, 600, 3), dtype=np.uint8))
    assert boxes == [(33, 13, 147, 37)]
    assert spent > 0


def test_only_tiles_with_wanted_cells_are_looked_at(finder):
    wanted = np.zeros((36, 64), dtype=bool)
    rgb = np.zeros((720, 1280, 3), dtype=np.uint8)
    assert finder.boxes(rgb, wanted) == ([], 0.0)
    wanted[35, 63] = True
    ((left, top, *_),), _ = finder.boxes(rgb, wanted)
    assert (left, top) == (1280 - TILE[1] + 33, 720 - TILE[0] + 13)


def test_cells_are_those_that_a_box_touches():
    grid = np.arange(36 * 64).reshape(36, 64)
    assert cells(grid, (0, 0, 20, 20), 1280, 720).tolist() == [[0]]
    assert cells(grid, (19, 0, 21, 21), 1280, 720).tolist() == [[0, 1], [64, 65]]


def test_steps_become_letters_without_repeats_and_blanks():
    steps = np.zeros((1, 8, 4), dtype=np.float32)  # outputs: nothing, a, b, space
    for at, sign in enumerate([0, 1, 1, 0, 1, 3, 2, 0]):
        steps[0, at, sign] = 0.8
    session = FakeSession({"out": steps})
    reader = LineReader(FakeSessions(text_lines=session), signs=["", "a", "b", " "], classes=range(4))
    (line,) = reader.read(np.zeros((50, 300, 3), dtype=np.uint8), [(0, 0, 100, 24)])
    assert line.text == "aa b"
    assert line.score == pytest.approx(0.8)
    assert session.tensors[0].shape == (1, 3, 48, 256)


def test_a_long_line_is_read_as_far_as_the_input_goes():
    session = FakeSession({"out": np.zeros((1, 80, 2), dtype=np.float32)})
    reader = LineReader(FakeSessions(text_lines=session), signs=["", "a"], classes=range(2))
    (line,) = reader.read(np.zeros((50, 1200, 3), dtype=np.uint8), [(0, 0, 1200, 24)])
    assert (line.text, line.score) == ("", 0.0)
    assert session.tensors[0].shape == (1, 3, 48, 640)


def test_reading_again_by_words_is_paid_for_and_bounded():
    steps = np.zeros((1, 2, 2), dtype=np.float32)
    steps[0, 0, 1] = 0.9
    rgb = np.full((40, 300, 3), 250, dtype=np.uint8)
    rgb[5:30, 20:40] = rgb[5:30, 100:140] = 0
    reader = LineReader(FakeSessions(text_lines=FakeSession({"out": steps})), signs=["", "a"], classes=range(2))
    boxes = [(10, 5, 190, 35)] * 3
    usual = cost(boxes[0])
    assert [line.cost_ms > usual for line in reader.read(rgb, boxes)] == [True, True, True]
    bounded = reader.read(rgb, boxes, again_ms=1.0)
    assert [line.cost_ms > usual for line in bounded] == [True, False, False]
    assert [line.text for line in bounded] == ["a a", "a", "a"]


def test_a_line_is_parted_into_words_where_columns_are_empty():
    rgb = np.full((40, 200, 3), 250, dtype=np.uint8)
    rgb[10:30, 20:25] = rgb[10:30, 28:40] = rgb[10:30, 60:90] = 0
    assert word_boxes(rgb, (10, 5, 190, 35)) == [(17, 5, 43, 35), (57, 5, 93, 35)]
    assert word_boxes(rgb, (100, 5, 190, 35)) == []


def test_only_latin_signs_are_kept():
    assert latin_classes(["a", "я", "漢", "é", "—"]) == [0, 1, 4, 5, 6]


def test_signs_stand_in_the_notes_of_the_network_file(tmp_path):
    note = b"\x0a\x09character\x12" + bytes([len("a\nb\né".encode())]) + "a\nb\né".encode()
    path = tmp_path / "net.onnx"
    path.write_bytes(b"\x08\x07" + b"\x72" + bytes([len(note)]) + note)
    assert read_signs(path) == ["a", "b", "é"]
