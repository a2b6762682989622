"""When a look is due, by drawn luma pictures; and how two looks are put together."""

from dataclasses import replace

import numpy as np
import pytest

from oes.analysis.decoded import Picture
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.things import Looks, Things
from oes.domain.measures import Thing

RGB = np.zeros((480, 640, 3), np.uint8)
FACE = FoundFace((240.0, 120.0, 160.0, 180.0), np.zeros((5, 2)), 0.93)
STUDENT = Thing("person", 0.1, 0.1, 0.8, 0.9, 0.9)
PHONE = Thing("phone", 0.7, 0.6, 0.1, 0.2, 0.6)
PLAIN = np.full((120, 160), 100.0, np.float32)


def changed(columns: slice, rows: slice = slice(60, 120)) -> np.ndarray:
    light = PLAIN.copy()
    light[rows, columns] += 60
    return light


class FakeObjects:
    """Answers by the size of what it is shown: the whole picture, or a part of it."""

    def __init__(self, whole=(STUDENT,), part=()):
        self.whole, self.part, self.shown = list(whole), list(part), []

    def things(self, rgb, *, least_score):
        self.shown.append(rgb.shape[:2])
        return self.whole if rgb.shape == RGB.shape else self.part


def looked(objects, *, seconds=60, light=lambda at: PLAIN, face=lambda at: FACE, looks=None):
    """Return the seconds at which somebody looked."""
    looker, looks = Things(objects), looks or Looks()
    out = []
    for at in range(seconds):
        faces = [face(at)] if face(at) else []
        if looker.look(Picture(float(at), RGB), light=light(at), faces=faces, looks=looks) is not None:
            out.append(at)
    return out


def test_quiet_footage_is_looked_at_every_ten_seconds():
    assert looked(FakeObjects()) == [0, 10, 20, 30, 40, 50]


def test_a_segment_that_rests_begins_without_a_look_unless_the_face_is_gone():
    assert looked(FakeObjects(), seconds=8, looks=Looks(rested=True)) == []
    assert looked(FakeObjects(), seconds=3, looks=Looks(rested=True), face=lambda at: None) == [0, 1, 2]
    moved = looked(
        FakeObjects(),
        seconds=8,
        looks=Looks(rested=True),
        light=lambda at: changed(slice(120, 160)) if at > 4 else PLAIN,
    )
    assert moved[0] == 5


def test_what_comes_into_view_is_looked_at_at_once_and_once_more_soon_after():
    entered = looked(FakeObjects(), light=lambda at: changed(slice(120, 160)) if at >= 24 else PLAIN)
    assert entered == [0, 10, 20, 24, 27, 37, 47, 57]


def test_a_moving_face_and_a_light_that_is_switched_on_are_no_reason():
    speaking = lambda at: changed(slice(60, 100), slice(30, 75)) if at % 2 else PLAIN  # noqa: E731
    assert looked(FakeObjects(), seconds=10, light=speaking) == [0]
    assert looked(FakeObjects(), seconds=10, light=lambda at: PLAIN + (50 if at > 4 else 0)) == [0]


def test_somebody_who_never_sits_still_costs_a_look_every_three_seconds():
    restless = looked(FakeObjects(), light=lambda at: changed(slice(100 + 10 * (at % 6), 160)))
    assert len(restless) <= 21


def test_an_empty_chair_is_looked_at_at_once_and_then_ever_less_often():
    gone = looked(FakeObjects(whole=()), seconds=40, face=lambda at: FACE if at < 14 else None)
    assert gone == [0, 10, 14, 15, 16, 18, 22, 30, 38]


def test_a_phone_is_looked_at_again_at_the_next_frame():
    objects = FakeObjects(whole=[STUDENT, PHONE], part=[])
    assert looked(objects, seconds=9)[:4] == [0, 1, 2, 4]
    assert objects.shown[:2] == [(480, 640), (288, 288)]


@pytest.mark.parametrize(
    ("score", "expected"), [(0.5, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), (0.35, [0, 1, 3, 6, 9]), (0.16, [0, 1, 3, 6, 9])]
)
def test_in_a_busy_room_only_a_likely_phone_is_looked_at_on_every_frame(score, expected):
    zoomed = Thing("phone", 112 / 288, 96 / 288, 64 / 288, 96 / 288, score)
    objects = FakeObjects(whole=[STUDENT, replace(PHONE, score=score)], part=[zoomed])
    assert looked(objects, seconds=10, light=lambda at: changed(slice(100 + 10 * (at % 6), 160))) == expected


def found(objects, light=PLAIN, looks=None):
    (things,) = [Things(objects).look(Picture(0.0, RGB), light=light, faces=[FACE], looks=looks or Looks())]
    return things


def test_a_phone_has_the_mean_of_both_looks():
    # the part is 288 pixels wide and high and begins at column 336, row 192
    zoomed = Thing("phone", 112 / 288, 96 / 288, 64 / 288, 96 / 288, 0.8)
    student, phone = found(FakeObjects(whole=[STUDENT, PHONE], part=[zoomed]))
    assert student == STUDENT
    assert phone.score == pytest.approx(0.7)
    assert (phone.x, phone.y) == pytest.approx((0.7, 0.6))


def test_a_phone_that_is_hard_to_see_at_first_has_most_of_the_second_score():
    faint, zoomed = replace(PHONE, score=0.2), Thing("phone", 112 / 288, 96 / 288, 64 / 288, 96 / 288, 0.8)
    _, phone = found(FakeObjects(whole=[STUDENT, faint], part=[zoomed]))
    assert phone.score == pytest.approx(0.6)


def test_a_phone_that_the_second_look_does_not_see_has_half_its_score():
    _, phone = found(FakeObjects(whole=[STUDENT, PHONE]))
    assert phone.score == pytest.approx(0.3)


def test_a_small_phone_is_found_where_the_picture_changed():
    objects = FakeObjects(part=[Thing("phone", 0.4, 0.4, 0.2, 0.2, 0.8), Thing("person", 0, 0, 1, 1, 0.9)])
    looks = Looks()
    looker = Things(objects)
    for at, light in ((0.0, PLAIN), (10.0, PLAIN), (11.0, changed(slice(120, 160)))):
        things = looker.look(Picture(at, RGB), light=light, faces=[FACE], looks=looks)
    assert [(t.kind, round(t.score, 2)) for t in things] == [("person", 0.9), ("phone", 0.6)]
    assert things[1].centre == pytest.approx((0.775, 0.7))
