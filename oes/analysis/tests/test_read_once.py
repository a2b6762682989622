"""A file that is read once gives what one that is opened for each purpose gives."""

import av
import numpy as np
import pytest

from oes.analysis import media
from oes.analysis.media import Limits, UnreadableMedia, probe, read_once, sampled
from oes.analysis.segment import measure_camera
from oes.analysis.sound import sound_blocks
from oes.analysis.tests.drawing import drawn_clip, drawn_stills
from oes.domain.measures import FrameMeasures, SoundMeasures

WITH_SOUND = drawn_clip(sound=True)
CLIPS = {
    "picture and sound": WITH_SOUND,
    "broken off": WITH_SOUND[: len(WITH_SOUND) * 2 // 3],
    "with a hole": WITH_SOUND[:4000] + bytes(300) + WITH_SOUND[4300:],
    "sound that lasts longer": drawn_clip(seconds=0.5, sound=3.0),
    "no sound": drawn_clip(),
    "one picture": drawn_clip(seconds=0.1),
    "MP4": drawn_clip(container="mp4", codec="libvpx-vp9", sound=True),
    "pictures in place of video": drawn_stills([np.full((120, 160, 3), level, np.uint8) for level in (20, 120)]),
}


@pytest.mark.parametrize("name", CLIPS)
def test_it_gives_the_same_facts_pictures_and_sound(name):
    body = CLIPS[name]
    kept = read_once(body)
    assert kept.facts == probe(body)
    apart = list(sampled(body, per_second=5))
    together = list(sampled(kept.picture, per_second=5))
    assert [one.at_seconds for one in together] == [one.at_seconds for one in apart]
    assert all(np.array_equal(a.rgb, b.rgb) for a, b in zip(apart, together, strict=True))
    heard = np.concatenate([np.zeros(0), *sound_blocks(body)])
    assert np.array_equal(np.concatenate([np.zeros(0), *(sound_blocks(kept.sound) if kept.sound else ())]), heard)
    assert bool(len(heard)) == bool(kept.sound)


def test_sound_may_be_decoded_before_the_picture_or_not_at_all():
    kept = read_once(WITH_SOUND)
    assert sum(map(len, sound_blocks(kept.sound))) > 0
    assert len(list(sampled(kept.picture, per_second=5))) == 10


@pytest.mark.parametrize("limits", [Limits(bytes=1000), Limits(pixels=1000), Limits(seconds=0.5), Limits(frames=30)])
def test_limits_hold(limits):
    with pytest.raises(UnreadableMedia):
        read_once(WITH_SOUND, limits=limits)


def test_no_more_is_kept_in_memory_than_a_file_may_hold(monkeypatch):
    """An index may name the same bytes thousands of times."""
    once = media.packets
    monkeypatch.setattr(media, "packets", lambda *a, **k: [packet for packet in once(*a, **k) for _ in range(3)])
    assert read_once(WITH_SOUND, limits=Limits(bytes=4 * len(WITH_SOUND))).facts.seconds > 1.9
    with pytest.raises(UnreadableMedia, match="packets of more than"):
        read_once(WITH_SOUND, limits=Limits(bytes=2 * len(WITH_SOUND)))


def test_a_segment_is_opened_once_to_be_measured(monkeypatch):
    class Sees:
        def measure(self, pictures, **_):
            return [FrameMeasures(picture.at_seconds) for picture in pictures]

    class Hears:
        def listen(self, blocks):
            return SoundMeasures(0.0, 1.0, (0.5,) * len(list(blocks)), ())

    really, times = av.open, []
    monkeypatch.setattr(av, "open", lambda *a, **k: times.append(1) or really(*a, **k))
    seen = measure_camera(WITH_SOUND, measurer=Sees(), known=(), listener=Hears())
    assert (len(seen.frames), len(seen.sound.speech)) == (2, 2)
    assert len(times) == 1
    assert measure_camera(drawn_clip(), measurer=Sees(), known=(), listener=Hears()).sound is None
