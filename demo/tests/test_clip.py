"""The drawn recording: cheap facts always, and what the real networks see in it (marker `models`)."""

from dataclasses import replace

import numpy as np
import pytest

from demo import clip, screen
from demo.pictures import missing, portrait_bytes
from oes.analysis.detectors import camera_episodes
from oes.analysis.measure import load_measurer
from oes.analysis.media import probe, sampled
from oes.analysis.model_files import default_directory, verify
from oes.analysis.photos import embed_photo
from oes.analysis.similarity import with_similarity
from oes.domain.policy import Thresholds
from oes.domain.violations import KINDS

PICTURES = default_directory().parent / "pictures"
TOLERANCE_SECONDS = 1.5

pytestmark = pytest.mark.models
needs_pictures = pytest.mark.skipif(bool(missing(PICTURES)), reason="skipped: no pictures (oes demo fetches them)")
needs_networks = pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files")


@pytest.fixture(autouse=True)
def _models(settings):
    settings.OES_MODELS_DIR = default_directory()


@pytest.fixture(scope="module")
def measurer():
    return load_measurer(default_directory())


@needs_pictures
@needs_networks
def test_the_short_recording_has_one_absence_and_one_second_person(measurer):
    found = _seen(clip.SHORT_SCENES, measurer)
    direct = [episode for episode in found if KINDS[episode.kind].direct]
    assert [episode.kind for episode in direct] == ["nobody_in_frame", "second_person"]
    for episode in direct:
        assert episode.span.seconds == pytest.approx(10.0, abs=TOLERANCE_SECONDS)


@needs_pictures
@needs_networks
def test_the_demo_is_seen_as_it_is_told(measurer):
    kinds = {"away": "looked_away", "absent": "nobody_in_frame", "second": "second_person"}
    told = [(kinds[what], start, end) for start, end, what in clip.SCENES if what in kinds]
    found = _seen(clip.SCENES, measurer)
    assert [episode.kind for episode in found] == [kind for kind, _, _ in told]
    for episode, (_, start, end) in zip(found, told, strict=True):
        assert episode.span.start == pytest.approx(start, abs=TOLERANCE_SECONDS)
        assert episode.span.end == pytest.approx(end, abs=TOLERANCE_SECONDS)


@needs_pictures
@needs_networks
def test_the_drawn_student_is_the_one_on_the_portrait(measurer):
    portrait = embed_photo(portrait_bytes(), measurer=measurer)
    drawn = embed_photo(clip.portrait_jpeg(), measurer=measurer)
    assert portrait.embedding is not None and drawn.embedding is not None
    assert not drawn.reasons
    assert np.dot(portrait.embedding, drawn.embedding) > 0.5


@needs_pictures
def test_the_screen_comes_in_segments_and_shows_another_window():
    first, last = screen.screen_pieces(24.0, other_window=(2.0, 4.0))
    assert (first.end, last.end) == (16.0, 24.0)
    assert (probe(first.body).width, probe(first.body).height) == (1280, 720)
    shown = list(screen.frames(6.0, other_window=(2.0, 4.0)))
    changed = [np.abs(a.astype(int) - b).mean() > 1.0 for a, b in zip(shown, shown[1:], strict=False)]
    assert [number for number, change in enumerate(changed) if change] == [3, 7]


def _seen(scenes, measurer):
    """Return the episodes of all pieces together, as the worker would find them with the portrait as reference."""
    reference = embed_photo(portrait_bytes(), measurer=measurer).embedding
    frames = [
        replace(frame, at_seconds=frame.at_seconds + piece.start)
        for piece in clip.camera_pieces(scenes)
        for frame in measurer.measure(sampled(piece.body))
    ]
    return camera_episodes(with_similarity(frames, [reference]), Thresholds())
