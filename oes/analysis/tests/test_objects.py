import numpy as np
import pytest

from oes.analysis.networks.boxes import without_doubles
from oes.analysis.networks.objects import COLUMNS, Objects, anchors
from oes.analysis.tests.drawing import FakeSession, FakeSessions

PICTURE = np.zeros((480, 640, 3), np.uint8)


def outputs(**scored: dict[int, float]) -> dict[str, np.ndarray]:
    """Return network outputs with boxes that are their anchors; `scored` maps kinds to {anchor: score}."""
    scores = np.zeros((1, len(anchors()), len(COLUMNS)), np.float32)
    for kind, anchor_scores in scored.items():
        for anchor, score in anchor_scores.items():
            scores[0, anchor, list(COLUMNS).index(kind)] = score
    return {"scores": scores, "boxes": np.zeros((1, len(anchors()), 4), np.float32)}


def things(told, **arguments):
    session = FakeSession(told)
    return Objects(FakeSessions(objects=session)).things(PICTURE, **arguments), session


def test_there_is_an_anchor_for_each_output():
    assert anchors().shape == (19206, 4)
    assert anchors()[0] == pytest.approx([4 / 320, 4 / 320, 24 / 320, 24 / 320])
    assert anchors()[1, 2] == pytest.approx(2 * anchors()[1, 3])  # the second shape is wide


def test_an_anchor_becomes_a_box_of_the_picture():
    told = outputs(phone={9 * (20 * 40 + 10): 0.7})  # stride 8: row 20, column 10, the first of nine
    told["boxes"][0, 9 * (20 * 40 + 10)] = [
        0.5,
        -0.5,
        np.log(2),
        np.log(1),
    ]  # centre down and to the left; twice as high
    (phone,), session = things(told)
    assert (phone.kind, phone.score) == ("phone", pytest.approx(0.7))
    assert phone.centre == pytest.approx(((84 - 12) / 320, (164 + 12) / 320))
    assert (phone.width, phone.height) == pytest.approx((24 / 320, 48 / 320))
    assert session.tensors[0].shape == (1, 320, 320, 3)
    assert session.tensors[0].dtype == np.uint8


def test_the_best_of_doubles_is_kept_for_each_kind_and_weak_ones_are_left_out():
    near, far = 9 * (20 * 40 + 10), 9 * (5 * 40 + 30)
    told = outputs(phone={near: 0.6, near + 9: 0.8, far: 0.1}, book={near: 0.5})
    found, _ = things(told, least_score=0.2)
    assert [(thing.kind, round(thing.score, 2)) for thing in found] == [("phone", 0.8), ("book", 0.5)]


def test_boxes_end_at_the_picture():
    (person,), _ = things(outputs(person={19206 - 9: 0.9}))  # the last cell's anchor reaches over the edge
    assert person.x + person.width <= 1
    assert person.y + person.height <= 1


def test_no_boxes_have_no_doubles():
    assert without_doubles(np.zeros((0, 4)), np.zeros(0), overlap=0.5) == []
