"""A camera that stands still or shows a film again, through a real encoder: fingerprints of drawn pictures."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from oes.analysis.detectors import camera_episodes
from oes.analysis.fingerprints import COLUMNS, ROWS, fingerprint
from oes.analysis.media import sampled
from oes.analysis.pictures import luma
from oes.analysis.tests.drawing import drawn_stills, segments_of
from oes.domain.measures import Face, FrameMeasures
from oes.domain.policy import Thresholds

WIDTH, HEIGHT = 320, 240
RATE = 5
FACE = Face(0.4, 0.3, 0.2, 0.3, 0.93, 1.0)
GRAIN = np.random.default_rng(7).integers(0, 50, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8)
TEXTURE = np.repeat(np.repeat(GRAIN, 8, axis=0), 8, axis=1)


def picture(at: float) -> np.ndarray:
    """Draw somebody (a bright, patterned block) who sways by some 12 of 320 pixels and never twice in the same way."""
    drawn = 60 + TEXTURE
    x = round(130 + 6 * np.sin(at * 0.9) + 5 * np.sin(at * at / 37))
    y = round(70 + 3 * np.sin(at * 1.3) + 4 * np.sin(at * at / 53))
    drawn[y : y + 90, x : x + 70] = 150 + 2 * TEXTURE[:90, :70]
    drawn[y + 90 :, x - 30 : x + 100] = 40 + TEXTURE[: HEIGHT - y - 90, :130]
    return drawn


def film(times: list[float]) -> list[np.ndarray]:
    return [picture(at) for at in times]


def seconds(start: float, end: float) -> list[float]:
    return [start + number / RATE for number in range(round((end - start) * RATE))]


def measured(pictures: list[np.ndarray], kbps: int) -> list[FrameMeasures]:
    """Return the frames as they come out of segments of eight seconds, one a second; the face is always found."""
    frames = []
    for start, body in segments_of(pictures, fps=RATE, kbps=kbps):
        frames += [replace(f, at_seconds=start + f.at_seconds) for f in _of_segment(body)]
    return frames


def _of_segment(body: bytes) -> Iterator[FrameMeasures]:
    before = None
    for one in sampled(body, per_second=1.0):
        light = luma(one.rgb[::2, ::2])
        motion = None if before is None else float(np.abs(light - before).mean())
        yield FrameMeasures(
            one.at_seconds, (FACE,), float(light.mean()), float(light.std()), 5.0, motion, 1.0, 0.0, 0.0, 0.0,
            fingerprint=fingerprint(light),
        )  # fmt: skip
        before = light


def measured_stills(pictures: list[np.ndarray], qualities: list[int]) -> list[FrameMeasures]:
    """Return the frames of a picture a second in place of video, each segment in the next of the qualities."""
    frames = []
    for number, first in enumerate(range(0, len(pictures), 8 * RATE)):
        body = drawn_stills(pictures[first : first + 8 * RATE : RATE], quality=qualities[number % len(qualities)])
        frames += [replace(f, at_seconds=first / RATE + f.at_seconds) for f in _of_segment(body)]
    return frames


def found(frames: list[FrameMeasures], **arguments: object) -> list[tuple[str, float, float]]:
    episodes = camera_episodes(frames, Thresholds(), **arguments)
    return [(e.kind, e.span.start, e.span.end) for e in episodes]


def test_a_fingerprint_has_the_means_of_blocks_in_rows():
    light = np.repeat(np.repeat(np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS), 10, axis=0), 10, axis=1)
    assert fingerprint(light.astype(np.float32)) == bytes(range(ROWS * COLUMNS))
    assert fingerprint(np.pad(light, ((0, 7), (0, 9))).astype(np.float32)) == bytes(range(ROWS * COLUMNS))
    assert fingerprint(np.zeros((5, 100), np.float32)) is None


@pytest.mark.parametrize("kbps", [100, 160, 400])
def test_a_frozen_picture_is_found_and_its_edges_too(kbps):
    frozen = [*seconds(0, 13.4), *[13.4] * (20 * RATE), *seconds(13.4, 25)]
    ((kind, start, end),) = found(measured(film(frozen), kbps))
    assert kind == "camera_blocked"
    assert (start, end) == pytest.approx((13.4, 33.4), abs=1.5)


def test_ten_frozen_seconds_are_enough_and_five_are_not():
    ten = [*seconds(0, 12), *[12.0] * (10 * RATE), *seconds(12, 24)]
    five = [*seconds(0, 12), *[12.0] * (5 * RATE), *seconds(12, 24)]
    assert [kind for kind, _, _ in found(measured(film(ten), 160))] == ["camera_blocked"]
    assert found(measured(film(five), 160)) == []


def test_somebody_who_sits_is_neither_frozen_nor_a_film():
    assert found(measured(film(seconds(0, 80)), 160)) == []


@pytest.mark.parametrize("qualities", [[70], [10], [30, 20]])
def test_pictures_of_somebody_who_sits_are_neither_frozen_nor_a_film(qualities):
    assert found(measured_stills(film(seconds(0, 80)), qualities)) == []


@pytest.mark.parametrize("qualities", [[70], [10], [30, 20]])
def test_pictures_of_a_frozen_camera_are_found(qualities):
    frozen = [*seconds(0, 16), *[16.0] * (20 * RATE), *seconds(16, 28)]
    ((kind, start, end),) = found(measured_stills(film(frozen), qualities))
    assert kind == "camera_blocked"
    assert (start, end) == pytest.approx((16, 36), abs=1.5)


def test_pictures_of_a_film_in_a_loop_are_found():
    ((kind, start, end),) = found(measured_stills(film([at % 12.6 for at in seconds(0, 75)]), [30, 20]))
    assert kind == "virtual_camera"
    assert end - start >= 25


def test_an_empty_room_may_stand_still():
    frames = [replace(f, faces=(), presence=None) for f in measured(film([3.0] * (24 * RATE)), 160)]
    assert [kind for kind, _, _ in found(frames)] == ["nobody_in_frame"]


def test_in_the_dark_nobody_can_tell_who_moves():
    frames = [replace(f, brightness=30.0) for f in measured(film([3.0] * (24 * RATE)), 160)]
    assert [kind for kind, _, _ in found(frames)] == ["poor_light"]


@pytest.mark.parametrize("length", [10.0, 12.6, 25.0])
def test_a_film_in_a_loop_is_found_when_it_comes_again(length):
    looped = [at % length for at in seconds(0, 75)]
    ((kind, start, end),) = found(measured(film(looped), 160))
    assert kind == "virtual_camera"
    assert start >= 3
    assert end - start >= 25


def test_a_film_of_an_earlier_attempt_is_found():
    before = measured(film(seconds(0, 60)), 160)
    now = measured(film([*seconds(100, 130), *seconds(10, 50), *seconds(130, 150)]), 100)
    known = [f.fingerprint for f in before if f.fingerprint]
    assert found(now) == []
    ((kind, start, end),) = found(now, earlier=[known])
    assert kind == "virtual_camera"
    assert (start, end) == pytest.approx((30, 70), abs=6)
    assert found(now, earlier=[known[:15], []]) == []


def test_hours_of_a_loop_or_of_a_black_picture_are_found_in_no_time():
    drawn = np.random.default_rng(5).integers(60, 180, (10, ROWS * COLUMNS), dtype=np.uint8)
    looped = [FrameMeasures(float(at), (FACE,), motion=3.0, fingerprint=drawn[at % 10].tobytes()) for at in range(3600)]
    ((kind, start, end),) = found([replace(f, presence=1.0, yaw=0.0, pitch=0.0, roll=0.0) for f in looped])
    assert (kind, start, end) == ("virtual_camera", 9.5, 3599.5)
    black = [replace(f, faces=(), brightness=2.0, contrast=0.5, fingerprint=bytes(ROWS * COLUMNS)) for f in looped]
    assert [kind for kind, _, _ in found(black)] == ["camera_blocked"]


def test_a_lamp_that_blinks_beside_somebody_is_no_film():
    frames = measured(film(seconds(0, 80)), 160)
    lit = [replace(f, fingerprint=_lit(f, on=number % 2 == 0)) for number, f in enumerate(frames)]
    assert found(lit) == []


def _lit(frame: FrameMeasures, *, on: bool) -> bytes:
    blocks = bytearray(frame.fingerprint or b"")
    blocks[:3] = bytes([250 if on else 20]) * 3
    return bytes(blocks)
