import numpy as np
import pytest

from bench.accuracy.boxes import BoxCounts, apart, matches, read_labels, webcam_crop
from oes.analysis.detectors.looks import shared
from oes.domain.measures import Thing

PHONE = Thing("phone", 0.1, 0.1, 0.2, 0.2, 0.9)


def test_a_label_is_found_once():
    assert shared(PHONE, PHONE)[0] == pytest.approx(1.0)
    assert matches([PHONE], [PHONE, PHONE]) == 1
    assert matches([PHONE], [Thing("phone", 0.3, 0.1, 0.2, 0.2, 0.9)]) == 0


def test_what_is_left_out_is_no_false_alarm():
    other = Thing("phone", 0.6, 0.6, 0.2, 0.2, 0.9)
    assert apart([PHONE, other], [PHONE]) == [other]


def test_pictures_without_the_kind_count_for_false_alarms():
    counts = BoxCounts()
    counts.add([PHONE], [PHONE])
    counts.add([], [PHONE, PHONE])
    counts.add([], [])
    assert (counts.found, counts.missed, counts.wrong) == (1, 0, 2)
    assert (counts.quiet_pictures, counts.alarmed) == (2, 1)


def test_labels_are_read_by_class_and_corner():
    (label,) = read_labels("67 0.2 0.2 0.2 0.2\n\n5 0.5 0.5 0.1 0.1\n", {67: "phone"})
    assert (label.kind, label.x, label.y, label.width, label.height) == pytest.approx(("phone", 0.1, 0.1, 0.2, 0.2))


def test_a_crop_keeps_the_first_label_and_its_place():
    picture = np.zeros((480, 640, 3), dtype=np.uint8)
    picture[48:144, 64:192] = 255
    cut, (label, *rest) = webcam_crop(picture, [PHONE, Thing("book", 0.8, 0.8, 0.1, 0.1, 1.0)])
    assert cut.shape == (288, 384, 3)
    assert rest == []
    y, x = np.argwhere(cut[:, :, 0] == 255).min(axis=0)
    assert (label.x * 384, label.y * 288) == pytest.approx((x, y))
