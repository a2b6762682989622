"""Recordings to samples: tones drawn into files, with holes."""

import io
from fractions import Fraction

import av
import numpy as np
import pytest

from oes.analysis.media import Limits, UnreadableMedia
from oes.analysis.sound import RATE, lowered, sound_blocks
from oes.analysis.tests.drawing import drawn_clip

TONE = 440


def tone_clip(
    *, parts=((0.0, 2.0),), codec="libopus", rate=48_000, layout="mono", container="webm", last_at: float = 4.0
) -> bytes:
    """Return a clip of black pictures whose sound is a tone in the (start, end) parts and missing in between."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        video = out.add_stream("libvpx" if container == "webm" else "libvpx-vp9", rate=10)
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        audio = out.add_stream(codec, rate=rate, layout=layout)
        for number in range(round(last_at * 10)):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode())
        for start, end in parts:
            _draw_tone(out, audio, start, end)
        out.mux(audio.encode())
    return file.getvalue()


def _draw_tone(out, audio, start, end) -> None:
    size = audio.codec_context.frame_size or 960
    for first in range(round(start * audio.rate), round(end * audio.rate) - size + 1, size):
        at = np.arange(first, first + size) / audio.rate
        wave = (0.5 * np.sin(2 * np.pi * TONE * at)).astype(np.float32)
        form = audio.codec_context.format.name
        channels = audio.codec_context.layout.nb_channels
        if form == "fltp":
            frame = av.AudioFrame.from_ndarray(np.tile(wave, (channels, 1)), format=form, layout=audio.layout.name)
        else:
            packed = (np.repeat(wave, channels) * 32767).astype(np.int16)[np.newaxis]
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=audio.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = audio.rate, first, Fraction(1, audio.rate)
        out.mux(audio.encode(frame))


def heard(clip: bytes, **limits) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.float32), *sound_blocks(clip, **limits)])


def level(samples: np.ndarray, start: float, end: float) -> float:
    return float(np.sqrt((samples[round(start * RATE) : round(end * RATE)] ** 2).mean()))


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"layout": "stereo"},
        {"codec": "aac", "rate": 44_100, "container": "mp4"},
        {"codec": "aac", "rate": 48_000, "container": "mp4"},
    ],
)
def test_a_tone_keeps_its_pitch_and_loudness(made):
    samples = heard(tone_clip(**made))
    assert samples.dtype == np.float32
    assert len(samples) / RATE == pytest.approx(2.0, abs=0.06)
    second = samples[RATE // 2 : RATE // 2 + RATE]
    assert np.abs(np.fft.rfft(second)).argmax() == TONE
    assert level(samples, 0.5, 1.5) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


def test_missing_sound_is_silence_in_its_place():
    samples = heard(tone_clip(parts=((0.5, 1.0), (3.0, 3.5))))
    assert len(samples) / RATE == pytest.approx(3.5, abs=0.06)
    assert level(samples, 1.2, 2.8) < 0.01
    assert level(samples, 0.6, 0.9) > 0.3
    assert level(samples, 3.1, 3.4) > 0.3


def test_a_file_without_sound_gives_none():
    assert list(sound_blocks(drawn_clip())) == []


def test_broken_bytes_never_crash_and_keep_the_rest_in_place():
    clip = tone_clip(parts=((0.0, 1.0), (3.0, 4.0)))
    for hole in range(300, len(clip) - 400, 900):
        broken = clip[:hole] + bytes(60) + clip[hole + 60 :]
        try:
            samples = heard(broken)
        except UnreadableMedia as error:
            assert str(error)
            continue
        assert len(samples) <= 4.1 * RATE
        assert np.isfinite(samples).all()


def test_a_clock_beyond_the_limit_adds_no_endless_silence():
    samples = heard(tone_clip(parts=((0.0, 1.0), (500.0, 501.0))), limits=Limits(seconds=600.0))
    assert len(samples) / RATE == pytest.approx(501.0, abs=0.1)
    with pytest.raises(UnreadableMedia):  # its header says so; a live file has none
        heard(tone_clip(parts=((0.0, 1.0), (500.0, 501.0))), limits=Limits(seconds=60.0))


def test_samples_are_lowered_the_same_in_any_pieces():
    wave = np.sin(np.arange(100_001) / 30).astype(np.float32)
    whole = np.concatenate(list(lowered([wave])))
    pieces = np.concatenate(list(lowered(np.array_split(wave, 77))))
    assert len(whole) == len(pieces) == 33_334
    assert whole == pytest.approx(pieces, abs=1e-5)
    assert whole[1000:2000] == pytest.approx(wave[3000:6000:3], abs=0.05)
    assert list(lowered([])) == []


def test_what_is_too_high_for_the_lower_rate_is_gone():
    high = np.sin(2 * np.pi * 12_000 * np.arange(48_000) / 48_000).astype(np.float32)
    samples = np.concatenate(list(lowered([high])))
    assert level(samples, 0.1, 0.9) < 0.01


def test_what_is_no_number_spoils_only_its_surroundings():
    wave = np.full(48_000, 0.25, dtype=np.float32)
    wave[24_000] = np.nan
    samples = np.concatenate(list(lowered([wave])))
    assert np.isfinite(samples).all()
    assert level(samples, 0.1, 0.4) == pytest.approx(0.25, rel=0.01)
    assert level(samples, 0.6, 0.9) == pytest.approx(0.25, rel=0.01)
