"""Clips and pictures in which nobody can be recognised."""

import io

import numpy as np
import pytest
from PIL import Image

from oes.analysis import confined
from oes.analysis.blurring import FRAMES_PER_SECOND, SHOWN_ROWS, blurred_clip, blurred_picture
from oes.analysis.facts import UnreadableMedia
from oes.analysis.media import SEGMENT, decoded_frames, one_frame, probe
from oes.analysis.model_files import default_directory, verify
from oes.analysis.tests.drawing import drawn_clip, drawn_stills
from oes.domain.spans import Span
from tests.pictures import camera_picture

needs_networks = pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files")
PORTRAIT = default_directory().parent / "pictures" / "astronaut.png"


def pixels(body: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(body)).convert("L"), dtype=float)


def chequered(size: int = 240) -> np.ndarray:
    """A picture whose neighbours at 4 pixels' distance are black and white: as fine as the eyes of a small face."""
    grey = (np.indices((size, size)) // 4).sum(axis=0) % 2 * 255
    return np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8)


def as_png(rgb: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "PNG")
    return out.getvalue()


def test_a_clip_has_the_seconds_asked_for_and_never_sound():
    bodies = [drawn_clip(sound=True), drawn_clip(sound=True)]
    body = blurred_clip(bodies, starts=[100.0, 102.0], span=Span(101, 103.5), track="camera")
    facts = probe(body)
    assert (facts.container, facts.video_codec, facts.audio_codec, facts.height) == ("webm", "vp8", None, SHOWN_ROWS)
    assert facts.seconds == pytest.approx(2.5, abs=0.2)
    assert len(list(decoded_frames(body, SEGMENT))) <= 2.5 * FRAMES_PER_SECOND + 1


def test_what_moves_still_moves():
    body = blurred_clip([drawn_clip()], starts=[0], span=Span(0, 2), track="camera")
    first, last = (one_frame(body, at_seconds=at).rgb.mean(axis=(0, 2)).argmax() for at in (0.0, 1.8))
    assert last > first + SHOWN_ROWS / 8  # the white square walked to the right


def test_pictures_in_place_of_video_become_a_clip():
    stills = drawn_stills([np.full((240, 320, 3), level, dtype=np.uint8) for level in (20, 200, 20)])
    assert probe(blurred_clip([stills], starts=[10], span=Span(10, 13), track="camera")).seconds > 1.5


def test_a_segment_that_cannot_be_read_keeps_no_other_back():
    body = blurred_clip([b"nothing", drawn_clip()], starts=[0, 2], span=Span(0, 4), track="camera")
    assert probe(body).video_codec == "vp8"


@pytest.mark.parametrize("bodies", [[], [b"nothing"]])
def test_a_span_without_recording_has_no_clip(bodies):
    with pytest.raises(UnreadableMedia):
        blurred_clip(bodies, starts=[0.0] * len(bodies), span=Span(0, 4), track="camera")
    with pytest.raises(UnreadableMedia):
        blurred_clip([drawn_clip()], starts=[100.0], span=Span(0, 4), track="camera")


@pytest.mark.parametrize("track", ["camera", "screen"])
def test_fine_lines_are_gone(track):
    assert pixels(as_png(chequered())).std() > 100
    assert pixels(blurred_picture(as_png(chequered()), track=track)).std() < 12


def test_large_shapes_stay():
    seen = pixels(blurred_picture(camera_picture("second_person"), track="camera"))
    alone = pixels(blurred_picture(camera_picture("face"), track="camera"))
    assert np.abs(seen - alone).max() > 25


@pytest.mark.parametrize("body", [b"", b"\xff\xd8\xffx", b"GIF89a", bytes(9 * 1024 * 1024)])
def test_what_is_no_picture_is_refused(body):
    with pytest.raises(UnreadableMedia):
        blurred_picture(body, track="camera")


@pytest.mark.confined
def test_the_confined_process_makes_both():
    try:
        clip = confined.blurred_clip([drawn_clip()], starts=[0], span=Span(0, 2), track="screen")
        assert probe(clip).video_codec == "vp8"
        assert confined.blurred_picture(camera_picture("face"), track="camera").startswith(b"\xff\xd8\xff")
    finally:
        confined.room.close()


@pytest.mark.models
@needs_networks
@pytest.mark.skipif(not PORTRAIT.is_file(), reason="skipped: no portrait (make setup fetches it)")
def test_our_own_networks_do_not_know_the_face_any_more():
    from oes.analysis.operations import measurer
    from oes.analysis.photos import embed_photo

    seen = embed_photo(PORTRAIT.read_bytes(), measurer=measurer()).embedding
    left = embed_photo(blurred_picture(PORTRAIT.read_bytes(), track="camera"), measurer=measurer()).embedding
    assert seen is not None
    assert left is None or float(np.dot(seen, left)) < 0.2  # 0.36 and more: the same person
