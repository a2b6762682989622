"""Cameras by their names."""

import pytest

from oes.domain.cameras import NamedCamera, is_program, program_episodes
from oes.domain.spans import Span


@pytest.mark.parametrize(
    "label",
    [
        "OBS Virtual Camera",
        "OBS Virtual Camera (m-de:vice)",
        "ManyCam Virtual Webcam",
        "Snap Camera",
        "XSplit VCam",
        "e2eSoft VCam",
        "Dummy video device (0x0000)",
        "Player (Windows Virtual Camera)",
        "  Obs   virtual CAMERA ",
    ],
)
def test_a_program_is_known_by_its_name(label):
    assert is_program(label)


@pytest.mark.parametrize(
    "label",
    [
        "",
        "Integrated Camera (04f2:b5ce)",
        "HD Pro Webcam C920 (046d:082d)",
        "FaceTime HD Camera",
        "camera2 1, facing front",
        "fake_device_0",
        "DroidCam Source 3",
        "e2eSoft iVCam",
        "Iriun Webcam",
        "Camera (NVIDIA Broadcast)",
    ],
)
def test_a_lens_is_no_program(label):
    assert not is_program(label)


def spans(*opened: tuple[float, str]) -> list[Span]:
    return [e.span for e in program_episodes([NamedCamera(*one) for one in opened], end_seconds=100.0)]


def test_it_lasts_until_another_camera_is_opened():
    assert spans((0, "OBS Virtual Camera"), (40, "Integrated Camera")) == [Span(0, 40)]
    assert spans((0, "Integrated Camera"), (40, "OBS Virtual Camera")) == [Span(40, 100)]


def test_opening_it_again_makes_one_episode():
    assert spans((0, "OBS Virtual Camera"), (40, "OBS Virtual Camera")) == [Span(0, 100)]


def test_a_camera_that_the_device_check_only_tried_does_not_count():
    assert spans((0, "OBS Virtual Camera"), (0, "Integrated Camera")) == []
    assert spans() == []


def test_a_page_that_tells_of_cameras_all_the_time_tells_few_episodes():
    told = [(at / 100, ("OBS Virtual Camera", "Integrated Camera")[at % 2]) for at in range(10_000)]
    assert spans(*told) == [Span(0, 99.99)]
    assert spans((0, "OBS Virtual Camera"), (10, "Webcam"), (60, "OBS Virtual Camera")) == [Span(0, 10), Span(60, 100)]
