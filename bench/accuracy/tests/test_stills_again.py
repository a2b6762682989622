"""A bounded part of the labelled pictures, measured again: no worse than what the page promises."""

import numpy as np
import pytest

from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.counts import Counts
from bench.accuracy.face_pictures import as_the_product, gallery_of, read_pairs, similarities_of
from bench.accuracy.frames import measured_picture, turned_away
from bench.accuracy.suites import faces_cfp, faces_lfw
from bench.accuracy.tools import Terminal, Tools, read_rgb
from bench.accuracy.verification import Scores
from bench.accuracy.verification_rows import policy_row
from oes.analysis.model_files import default_directory, verify
from oes.analysis.tests.drawing import DATA

LEAST_ACCURACY = 0.97
LEAST_DECIDED = 0.95
MOST_ACCUSED = 0.05
SAME_CLOSE = 1e-3

pytestmark = [
    pytest.mark.data,
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]
lfw = pytest.mark.skipif(not (DATA / faces_lfw.FOLDER).is_dir(), reason="skipped: no data")
cfp = pytest.mark.skipif(not (DATA / faces_cfp.FOLDER).is_dir(), reason="skipped: no data")


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(default_directory(), quick=True)


@lfw
def test_the_policys_thresholds_part_one_person_from_two(tools):
    folder = DATA / faces_lfw.FOLDER
    pairs = tools.some(read_pairs(folder / "pairs.csv")[0], most=60)
    names = [name for pair in pairs for name in (pair.a, pair.b)]
    faces = gallery_of(names, folder / "images", tools, Terminal(quiet=True))
    found, same = similarities_of(pairs, faces, faces), np.array([pair.same for pair in pairs])
    scores = Scores(found[same], found[~same])
    assert scores.correct(tools.thresholds.same_person_cosine) >= LEAST_ACCURACY * scores.n
    decided = as_the_product(pairs, faces, faces)
    row = policy_row(decided, list(same), tools.thresholds, detector="substitution", condition=AS_IT_IS)
    assert row.value <= MOST_ACCUSED


@lfw
def test_threads_change_no_embedding(tools):
    folder = DATA / faces_lfw.FOLDER
    names = [pair.a for pair in read_pairs(folder / "pairs.csv")[0][:3]]
    first, *others = (
        gallery_of(names, folder / "images", Tools(default_directory(), threads=n), Terminal(quiet=True)).embeddings
        for n in (1, 1, 2, 4)
    )
    assert all(np.abs(first - other).max() <= SAME_CLOSE for other in others)


@cfp
def test_profiles_are_told_from_frontal_faces(tools):
    folder = DATA / faces_cfp.FOLDER
    listed = sorted({name for pair in read_pairs(folder / "pairs.csv")[0] for name in (pair.a, pair.b)})
    counts = Counts()
    for name in tools.some(listed, most=60):
        seen = measured_picture(read_rgb(folder / "images" / name), tools)
        counts.add(labelled=faces_cfp.PROFILE in name.split("/"), found=turned_away(seen, tools))
    assert counts.hits + counts.misses >= 5
    assert counts.correct >= LEAST_DECIDED
