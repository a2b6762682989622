import numpy as np
import pytest

from oes.analysis.networks.sface import PLACES
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.recogniser import CUT, Recogniser, around, closer_points, noise_of

SHAPE = (PLACES - PLACES.mean(axis=0)) / 40.0


class Looking:
    """Finds the bright square of a picture as a face, with exact points, and a stranger in the corner."""

    def __init__(self, *, blind=False):
        self.blind = blind
        self.sizes = []

    def faces_of_small(self, small, *, scale, least_score):
        self.sizes.append(small.shape)
        stranger = FoundFace((0.0, 0.0, 30.0, 30.0), 15 + SHAPE * 15, 0.99)
        rows, columns = np.nonzero(small[:, :, 0] > 100)
        if self.blind or not len(rows):
            return [stranger]
        corner, end = np.array([columns.min(), rows.min()]), np.array([columns.max() + 1, rows.max() + 1])
        return [stranger, FoundFace((*corner, *(end - corner)), (corner + end) / 2 + SHAPE * (end - corner) / 2, 0.9)]


def picture(size):
    rgb = np.zeros((480, 640, 3), np.uint8)
    rgb[200 : 200 + size, 300 : 300 + size] = 200
    return rgb


def points_of(size, off=0.0):
    return np.array([300.0, 200.0]) + size / 2 + off + SHAPE * size / 2


@pytest.mark.parametrize("size", [40, 120, 220])
def test_points_are_found_again_in_the_face_alone(size):
    yunet = Looking()
    points = closer_points(picture(size), points_of(size, off=0.08 * size), yunet=yunet)
    assert np.abs(points - points_of(size)).max() < 0.03 * size
    assert yunet.sizes == [(CUT, CUT, 3)]


def test_a_face_that_is_not_found_again_keeps_its_points():
    coarse = points_of(80)
    assert np.array_equal(closer_points(picture(80), coarse, yunet=Looking(blind=True)), coarse)


class Numbers:
    """Stands for recognition; keeps what it was given."""

    def embedding(self, rgb, *, points):
        self.rgb, self.points = rgb, points
        return np.eye(128)[0]


def test_recognition_gets_the_closer_points_of_the_part_around_a_face():
    numbers, coarse = Numbers(), points_of(80, off=6.0)
    Recogniser(numbers, yunet=Looking()).embedding(picture(80), points=coarse)
    part, there = around(picture(80), coarse)
    assert numbers.rgb.shape == part.shape < picture(80).shape
    assert np.abs(numbers.points - (there - coarse) - points_of(80)).max() < 2.5


def test_noise_is_measured_and_smoothed_away():
    random = np.random.default_rng(4)
    clean = np.repeat(np.linspace(40, 200, 300)[:, np.newaxis], 300, axis=1)[..., np.newaxis] * np.ones(3)
    clean[100:200, 100:200] = 20.0
    noisy = (clean + random.normal(0, 20, clean.shape)).clip(0, 255).astype(np.uint8)
    grey = 20 * np.hypot.reduce([0.299, 0.587, 0.114])  # noise of three colours that do not move together
    assert noise_of(clean.astype(np.uint8)) < 1.0
    assert noise_of(noisy) == pytest.approx(grey, rel=0.15)
    numbers = Numbers()
    Recogniser(numbers, yunet=Looking(blind=True)).embedding(noisy, points=np.array([150.0, 150.0]) + SHAPE * 30)
    assert noise_of(numbers.rgb) < 0.5 * noise_of(noisy)


def test_points_outside_the_picture_leave_it_whole():
    rgb = picture(80)
    part, points = around(rgb, points_of(80) + 2000.0)
    assert part is rgb
    assert np.array_equal(points, points_of(80) + 2000.0)
