"""A print or a screen held to the camera: drawn lines beside a face, and the hints they give."""

from dataclasses import replace

import numpy as np
import pytest

from oes.analysis.borders import borders
from oes.analysis.detectors.presentation_attack import presentation_attack
from oes.domain.measures import Borders, Face, FrameMeasures, Thing
from oes.domain.policy import Thresholds

BOX = (260.0, 160.0, 120.0, 150.0)
"""Of the face, in pixels of 640 x 480."""


def room() -> np.ndarray:
    """Return a room: large soft spots, and some shelves that end in the middle of nowhere."""
    drawn = np.full((480, 640, 3), 120, dtype=np.uint8)
    for number, (x, y) in enumerate(np.random.default_rng(3).integers(0, 440, (40, 2))):
        drawn[y : y + 40, x : x + 60] = 90 + 3 * number
    return drawn


def with_print(left: int, right: int, lean: float = 0.0) -> np.ndarray:
    drawn = room()
    for row in range(80, 400):
        shift = round(lean * (row - 240))
        drawn[row, left + shift : right + shift] = 225
    return drawn


@pytest.mark.parametrize("lean", [0.0, 0.1, -0.1])
def test_the_borders_of_a_print_are_found_where_they_are(lean):
    found = borders(with_print(200, 450, lean), BOX)
    assert min(found.left, found.right) > 0.8
    assert (found.left_distance, found.right_distance) == pytest.approx((1.0, 1.08), abs=0.12)


def test_a_room_has_no_borders():
    found = borders(room(), BOX)
    assert min(found.left, found.right) < 0.6


def test_the_decoders_luma_gives_the_same():
    drawn = with_print(200, 450)
    plane = np.rint(16 + drawn[..., 0] * (219 / 255)).astype(np.uint8)
    assert borders(drawn, BOX, plane).left == pytest.approx(borders(drawn, BOX).left, abs=0.05)


def test_one_side_alone_is_no_frame():
    drawn = room()
    drawn[80:400, 450:] = 225
    found = borders(drawn, BOX)
    assert found.right > 0.8
    assert found.left < 0.6


def test_without_room_for_a_line_nothing_is_told():
    assert borders(room(), (0.0, 160.0, 120.0, 150.0)) is None
    assert borders(room(), (260.0, 160.0, 20.0, 10.0)) is None


def seen(at: int, x: float, lines: Borders | None) -> FrameMeasures:
    return FrameMeasures(float(at), (Face(x, 0.3, 0.2, 0.3, 0.9, 1.0),), borders=lines)


def swaying(at: int) -> float:
    return 0.4 + 0.08 * (at % 3)


def hinted(frames: list[FrameMeasures]) -> list[float]:
    return [o.at_seconds for o in presentation_attack(frames, Thresholds())]


def test_borders_that_move_with_the_face_are_a_hint():
    frames = [seen(at, swaying(at), Borders(0.9, 0.85, 0.8, 0.75)) for at in range(10)]
    assert hinted(frames) == list(range(10))
    (first, *_) = presentation_attack(frames, Thresholds())
    assert first.box == frames[0].faces[0]


def test_a_door_behind_a_face_that_moves_is_none():
    door = [Borders(0.95, 0.95, (swaying(at) + 0.1 - 0.3) / 0.2, (0.75 - swaying(at)) / 0.2) for at in range(20)]
    assert hinted([seen(at, swaying(at), door[at]) for at in range(20)]) == []


def test_a_face_that_does_not_move_decides_nothing():
    assert hinted([seen(at, 0.4, Borders(0.95, 0.95, 0.8, 0.75)) for at in range(20)]) == []


def test_weak_or_few_lines_are_none():
    weak = [seen(at, swaying(at), Borders(0.9, 0.6, 0.8, 0.75)) for at in range(20)]
    few = [seen(at, swaying(at), Borders(0.9, 0.9, 0.8, 0.75) if at % 9 == 0 else None) for at in range(20)]
    assert hinted(weak) == []
    assert hinted(few) == []


def test_a_phone_around_the_face_is_a_hint_and_one_beside_it_is_none():
    around = Thing("phone", 0.35, 0.2, 0.3, 0.5, 0.8)
    frame = seen(3, 0.4, None)
    assert hinted([replace(frame, things=(around,))]) == [3.0]
    assert hinted([replace(frame, things=(replace(around, x=0.65),))]) == []
    assert hinted([replace(frame, things=(replace(around, kind="book"),))]) == []
    assert hinted([replace(frame, things=(replace(around, score=0.3),))]) == []
    assert hinted([replace(frame, faces=(), things=(around,))]) == []
