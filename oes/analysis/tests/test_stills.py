"""Pictures in place of video: read, measured in time, made playable."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from oes.analysis import media
from oes.analysis.media import UnreadableMedia, probe, sampled
from oes.analysis.stills import as_webm
from oes.analysis.tests.drawing import REPOSITORY, drawn_clip, drawn_stills
from oes.lib.containers import sniff

MODULE = REPOSITORY / "oes/recorder/static/recorder/stills_file.js"
WRITER = """
import { quickTimeHead } from "MODULE";
let text = "";
for await (const chunk of process.stdin) text += chunk;
process.stdout.write(Buffer.from(quickTimeHead(JSON.parse(text))));
"""


def shades(*levels: int, size: tuple[int, int] = (320, 240)) -> list[np.ndarray]:
    return [np.full((size[1], size[0], 3), level, dtype=np.uint8) for level in levels]


def jpeg(rgb: np.ndarray, quality: int = 40) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=quality)
    return out.getvalue()


def as_the_recorder_writes(jpegs: list[bytes], ms: list[int]) -> bytes:
    """Return a file whose head the recorder's own module made."""
    node = shutil.which("node")
    assert node, "node is not installed (make setup installs it)"
    pictures = [{"size": len(body), "ms": length} for body, length in zip(jpegs, ms, strict=True)]
    told = json.dumps({"width": 320, "height": 240, "pictures": pictures}).encode()
    program = WRITER.replace("MODULE", MODULE.as_uri())
    command = [node, "--input-type=module", "--eval", program]
    return subprocess.run(command, input=told, capture_output=True, check=True).stdout + b"".join(jpegs)


def test_it_reads_what_the_recorder_writes():
    body = as_the_recorder_writes([jpeg(one) for one in shades(20, 120, 220)], [1000, 1250, 900])
    assert sniff(body[:64]) == "mov"
    facts = probe(body)
    assert (facts.container, facts.video_codec, facts.width, facts.height) == ("mov", "mjpeg", 320, 240)
    assert facts.seconds == pytest.approx(3.15)
    pictures = list(sampled(body))
    assert [picture.at_seconds for picture in pictures] == pytest.approx([0.0, 1.0, 2.25])
    assert [picture.rgb.mean() for picture in pictures] == pytest.approx([20, 120, 220], abs=3)


def test_what_the_tests_draw_is_of_the_same_kind():
    facts = probe(drawn_stills(shades(20, 120, 220), ms=[1000, 1250, 900]))
    assert (facts.container, facts.video_codec) == ("mov", "mjpeg")
    assert facts.seconds == pytest.approx(3.15, abs=0.001)


def test_a_picture_shows_two_seconds_at_most_whatever_the_file_says():
    assert probe(drawn_stills(shades(20, 120), ms=[40_000, 1000])).seconds == pytest.approx(3.0)


def test_video_is_no_picture_and_pictures_are_no_video():
    with pytest.raises(UnreadableMedia, match="mpeg4 is not read"):
        probe(drawn_clip(container="mov", codec="mpeg4"))
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("mjpeg", rate=1)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuvj420p"
        file.mux(stream.encode(av.VideoFrame.from_ndarray(shades(90)[0], format="rgb24")))
        file.mux(stream.encode())
    with pytest.raises(UnreadableMedia, match="mjpeg is not read"):
        probe(out.getvalue())


def test_a_giant_picture_in_a_small_file_is_never_unpacked():
    giant = jpeg(np.zeros((4000, 4000, 3), dtype=np.uint8), quality=1)
    body = as_the_recorder_writes([giant], [1000])
    for read in (as_webm, lambda told: list(sampled(told))):
        with pytest.raises(UnreadableMedia):
            read(body)
    ordinary = jpeg(shades(90)[0])
    (picture,) = sampled(as_the_recorder_writes([ordinary, giant], [1000, 1000]))
    assert picture.rgb.shape == (240, 320, 3)


def test_broken_pictures_are_left_out():
    bodies = [jpeg(one) for one in shades(20, 120, 220)]
    bodies[1] = bytes(len(bodies[1]))
    pictures = list(sampled(as_the_recorder_writes(bodies, [1000, 1000, 1000])))
    assert [picture.rgb.mean() for picture in pictures] == pytest.approx([20, 220], abs=3)


@pytest.mark.parametrize("cut", [30, 300, 700, 900])
def test_a_file_that_breaks_off_never_crashes(cut):
    body = as_the_recorder_writes([jpeg(one) for one in shades(20, 120)], [1000, 1000])[:cut]
    with pytest.raises(UnreadableMedia):
        as_webm(body)


def test_what_players_get_shows_each_picture_at_its_time():
    played = as_webm(drawn_stills(shades(20, 120, 220), ms=[1000, 1250, 900]))
    facts = probe(played)
    assert (facts.container, facts.video_codec) == ("webm", "vp8")
    assert facts.seconds == pytest.approx(3.15, abs=0.3)
    for at, level in ((0.1, 20), (0.9, 20), (1.1, 120), (2.2, 120), (2.3, 220), (2.9, 220)):
        assert media.one_frame(played, at_seconds=at).rgb.mean() == pytest.approx(level, abs=8), at


def test_it_may_be_watched_while_it_is_appended():
    """A player seeks in it and appends it: it begins with a key frame, and frames follow each other closely."""
    played = as_webm(drawn_stills(shades(*range(20, 100, 10))))
    assert media.first_picture(played).at_seconds == 0
    moments = [picture.at_seconds for picture in sampled(played, per_second=100)]
    assert max(b - a for a, b in zip(moments, moments[1:], strict=False)) <= 0.26


@pytest.mark.parametrize("size", [(241, 321), (320, 240), (90, 120)])
def test_any_shape_is_made_playable(size):
    assert probe(as_webm(drawn_stills(shades(20, 120, size=size)))).seconds > 1.5


def test_a_hostile_number_of_pictures_is_refused():
    with pytest.raises(UnreadableMedia):
        as_webm(drawn_stills(shades(*[50] * 700, size=(64, 48)), ms=[1] * 700))


def test_an_ordinary_program_opens_it(tmp_path: Path):
    """FFmpeg without a hint finds out by itself what it is."""
    path = tmp_path / "pictures.mov"
    path.write_bytes(as_the_recorder_writes([jpeg(one) for one in shades(20, 120)], [1000, 1000]))
    with av.open(str(path)) as file:
        assert len(list(file.decode(video=0))) == 2


def test_a_large_picture_that_is_named_again_and_again_is_not_decoded_for_minutes():
    body = drawn_stills(shades(*[90] * 30))
    with pytest.raises(UnreadableMedia, match="too many large pictures"):
        list(sampled(body, limits=media.Limits(decoded_pixels=10 * 320 * 240)))


@pytest.mark.parametrize("count", [151, 400])
def test_more_pictures_than_a_camera_takes_are_not_made_playable(count):
    body = drawn_stills(shades(*[90] * count, size=(64, 48)), ms=[100] * count)
    with pytest.raises(UnreadableMedia):
        as_webm(body)


def test_pictures_larger_than_the_recorders_are_not_made_playable():
    with pytest.raises(UnreadableMedia):
        as_webm(drawn_stills(shades(90, 100, size=(1920, 1080))))
