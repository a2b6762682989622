import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from av.packet import Packet
from av.video.frame import VideoFrame

from oes.analysis import media, tracks
from oes.analysis.decoded import Picture
from oes.analysis.media import Limits, UnreadableMedia
from oes.analysis.pictures import light_of, luma
from oes.analysis.tests.drawing import drawn_clip
from oes.lib.containers import sniff

NOT_OURS = {
    "ffconcat": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    "m3u8": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "empty": b"",
    "ebml of another type": b"\x1aE\xdf\xa3\x84\x42\x82\x81x" + bytes(100),
    "webm header only": b"\x1aE\xdf\xa3\x87\x42\x82\x84webm" + b"\xff" * 500,
    "mp4 with rubbish": b"\x00\x00\x00\x18ftypisom" + b"\x7f" * 500,
}


@pytest.fixture(scope="module")
def clip() -> bytes:
    return drawn_clip(sound=True)


def test_it_knows_containers_by_their_first_bytes(clip):
    assert sniff(clip[:64]) == "webm"
    assert sniff(drawn_clip(container="mp4", codec="libvpx-vp9")[:64]) == "mp4"
    assert sniff(NOT_OURS["m3u8"]) is None
    assert sniff(b"\x1aE\xdf\xa3\x8b\x42\x82\x88matroska" + bytes(50)) is None


@pytest.mark.parametrize("name", NOT_OURS)
def test_it_refuses_what_is_no_recording(name):
    with pytest.raises(UnreadableMedia):
        list(media.sampled(NOT_OURS[name]))


def test_it_samples_frames_at_a_steady_pace(clip):
    pictures = list(media.sampled(clip, per_second=2))
    assert [p.at_seconds for p in pictures] == pytest.approx([0.0, 0.5, 1.0, 1.5], abs=0.02)
    assert pictures[0].rgb.shape == (120, 160, 3)
    assert pictures[0].rgb.dtype == np.uint8
    assert pictures[0].rgb[60, 10].mean() > 200  # the white square


def test_it_decodes_no_further_than_the_last_picture_needed(clip, monkeypatch):
    decoded = []
    monkeypatch.setattr(tracks, "_checked", lambda frame, at, limits: decoded.append(1) or (at, frame))
    assert len(list(media.sampled(clip, until_seconds=2.0))) == 2
    some = len(decoded)
    assert len(list(media.sampled(clip))) == 2
    assert some < len(decoded) - some


def test_the_decoders_brightness_is_that_of_the_picture():
    rgb = np.random.default_rng(1).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    plane = np.rint(16 + luma(rgb) * 219 / 255).astype(np.uint8)
    assert light_of(Picture(0.0, rgb, plane)) == pytest.approx(light_of(Picture(0.0, rgb)), abs=1)
    assert light_of(Picture(0.0, rgb)).shape == (120, 160)


def test_it_measures_the_duration_on_the_packets(clip):
    facts = media.probe(clip)
    assert facts.seconds == pytest.approx(2.0, abs=0.05)
    assert (facts.width, facts.height) == (160, 120)
    assert (facts.container, facts.video_codec, facts.audio_codec) == ("webm", "vp8", "opus")


def test_sound_without_pictures_is_no_recorded_second():
    body = drawn_clip(seconds=1.0, sound=8.0)
    assert media.probe(body).seconds == pytest.approx(1.0, abs=0.11)


def test_it_measures_a_recording_without_duration(tmp_path):
    """MediaRecorder writes a live WebM: no duration, no index."""
    live = _live(drawn_clip())
    assert media.probe(live).seconds == pytest.approx(2.0, abs=0.11)
    assert media.one_frame(live, at_seconds=1.5).at_seconds == pytest.approx(1.5, abs=0.02)


def test_a_truncated_clip_yields_what_decodes(clip):
    pictures = list(media.sampled(clip[: len(clip) * 2 // 3], per_second=10))
    assert 3 < len(pictures) < 20


def test_a_hole_in_the_bytes_never_crashes(clip):
    for hole in range(200, len(clip) - 400, 2500):
        broken = clip[:hole] + bytes(300) + clip[hole + 300 :]
        try:
            list(media.sampled(broken, per_second=10))
        except UnreadableMedia as error:
            assert str(error)


def test_the_cheap_look_decodes_the_first_key_frame(clip):
    assert media.first_picture(clip).at_seconds == pytest.approx(0.0, abs=0.02)


def test_pictures_that_the_decoder_held_back_keep_their_moment():
    packet = Packet(b"reordered pictures")
    packet.time_base = Fraction(1, 1000)
    track = tracks.Track(Late([VideoFrame(16, 16), VideoFrame(16, 16)]), [packet], start=0.2)
    assert [at for at, _ in tracks.frames_of(track, Limits())] == pytest.approx([0.0, 0.1])


class Late:
    """A decoder that gives its frames at the end, without the unit of their clock, as PyAV's does for H.264."""

    def __init__(self, frames: list[VideoFrame]) -> None:
        self.frames = frames

    def decode(self, packet: Packet | None) -> list[VideoFrame]:
        for number, frame in enumerate(self.frames):
            frame.pts = 200 + 100 * number
        return [] if packet else self.frames


def test_it_finds_one_frame(clip):
    picture = media.one_frame(clip, at_seconds=1.27)
    assert picture.at_seconds == pytest.approx(1.2, abs=0.02)
    assert picture.rgb[60, 24 + 15].mean() > 200


@pytest.mark.parametrize("limits", [Limits(bytes=1000), Limits(pixels=1000), Limits(seconds=0.5), Limits(frames=3)])
def test_it_stops_at_limits(clip, limits):
    with pytest.raises(UnreadableMedia):
        list(media.sampled(clip, per_second=10, limits=limits))


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableMedia):
        list(media.sampled(tmp_path / "none.webm"))


def test_only_media_opens_with_ffmpeg():
    folder = media.Path(media.__file__).parent
    callers = [path.name for path in folder.glob("*.py") if "av.open(" in path.read_text()]
    assert callers == ["media.py"]


def _live(clip: bytes) -> bytes:
    """Rewrite a clip the way MediaRecorder does, in a pipe: the muxer cannot go back to the header."""
    code = (
        "import io, sys, av\n"
        "source = av.open(io.BytesIO(sys.stdin.buffer.read()))\n"
        "out = av.open(sys.stdout.buffer, 'w', format='webm', options={'live': '1'})\n"
        "stream = out.add_stream_from_template(source.streams.video[0])\n"
        "for packet in source.demux(video=0):\n"
        "    if packet.size:\n"
        "        packet.stream = stream\n"
        "        out.mux(packet)\n"
        "out.close()\n"
    )
    return subprocess.run([sys.executable, "-c", code], input=clip, capture_output=True, check=True).stdout
