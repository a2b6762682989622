import gc
from dataclasses import replace

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from oes.analysis.decoded import Picture
from oes.analysis.media import SEGMENT, decoded_frames, sampled
from oes.analysis.tests.drawing import drawn_clip


class Counting:
    """Converts, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self._convert = VideoReformatter()

    def reformat(self, frame: VideoFrame, **told) -> VideoFrame:
        self.times += 1
        return self._convert.reformat(frame, **told)


def test_colours_are_converted_when_somebody_asks_and_once():
    (_, frame), *_ = decoded_frames(drawn_clip(), SEGMENT)
    convert = Counting()
    picture = Picture(0.0, frame, convert=convert)
    assert (picture.shape, picture.height, picture.width) == ((120, 160), 120, 160)
    assert convert.times == 0
    assert picture.rgb is picture.rgb
    assert convert.times == 1
    assert np.array_equal(picture.rgb, frame.to_ndarray(format="rgb24"))


def test_a_picture_may_be_made_of_pixels_and_moved_in_time():
    rgb = np.zeros((4, 6, 3), np.uint8)
    picture = replace(Picture(1.0, rgb), at_seconds=2.0)
    assert picture.at_seconds == 2.0
    assert picture.rgb is rgb
    assert picture.luma is None
    assert (picture.height, picture.width) == (4, 6)


def test_pictures_and_their_brightness_stay_after_the_file_is_closed():
    clip = drawn_clip(shade=90)
    told = [(picture.rgb.copy(), picture.luma.copy()) for picture in sampled(clip, per_second=10)]
    pictures = list(sampled(clip, per_second=10))
    brightness = [picture.luma for picture in sampled(clip, per_second=10)]
    gc.collect()
    list(sampled(drawn_clip(shade=200), per_second=10))  # would be written over what was given back
    for picture, luma, (rgb, told_luma) in zip(pictures, brightness, told, strict=True):
        assert np.array_equal(picture.rgb, rgb)
        assert np.array_equal(luma, told_luma)
