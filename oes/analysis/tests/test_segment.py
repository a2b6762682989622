"""Which camera segments are measured at all."""

import numpy as np
import pytest

from oes.analysis import segment
from oes.analysis.media import Kept, MediaFacts, Picture, UnreadableMedia
from oes.analysis.segment import measure_camera
from oes.domain.measures import FrameMeasures


class Sees:
    def measure(self, pictures, **_):
        return [FrameMeasures(picture.at_seconds) for picture in pictures]


def measured(monkeypatch, *sizes: tuple[int, int]) -> int:
    """Return how many pictures of these widths and heights were measured."""
    pictures = [Picture(float(at), np.zeros((h, w, 3), dtype=np.uint8)) for at, (w, h) in enumerate(sizes)]
    facts = MediaFacts("webm", "vp8", None, 1, 1, float(len(sizes)))
    monkeypatch.setattr(segment, "read_once", lambda body: Kept(facts, picture=None, sound=None))
    monkeypatch.setattr(segment, "sampled", lambda *_, **__: pictures)
    return len(measure_camera(b"", measurer=Sees(), known=()).frames)


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (16, 16), (8, 2000), (2000, 100)])
def test_what_no_camera_gives_is_not_recorded_even_if_it_begins_well(monkeypatch, size):
    with pytest.raises(UnreadableMedia, match="no picture of a camera"):
        measured(monkeypatch, (640, 480), size)


def test_small_and_upright_cameras_are_measured(monkeypatch):
    assert measured(monkeypatch, (160, 120), (480, 640), (1280, 720), (96, 64)) == 4


def test_pictures_are_decoded_ahead_but_not_without_bound():
    given = []

    def decoded():
        for number in range(40):
            given.append(number)
            yield Picture(number, np.zeros((480, 640, 3), np.uint8))

    pictures = segment.ahead(decoded())
    assert next(pictures).at_seconds == 0
    assert len(given) == 16
    assert [picture.at_seconds for picture in pictures] == list(range(1, 40))
