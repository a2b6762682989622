import numpy as np
import pytest

from oes.analysis.networks.sface import PLACES
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.recogniser import CUT, SCALES, Recogniser, closer_points

SHAPE = (PLACES - PLACES.mean(axis=0)) / 50.0


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
    assert yunet.sizes == [(CUT, CUT, 3)] * len(SCALES)


def test_a_face_that_is_not_found_again_keeps_its_points():
    coarse = points_of(80)
    assert np.array_equal(closer_points(picture(80), coarse, yunet=Looking(blind=True)), coarse)


def test_recognition_gets_the_closer_points():
    class Numbers:
        def embedding(self, rgb, *, points):
            return points

    coarse, exact = points_of(80, off=6.0), points_of(80)
    seen = Recogniser(Numbers(), yunet=Looking()).embedding(picture(80), points=coarse)
    assert np.abs(seen - exact).max() < 2.5
