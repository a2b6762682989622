"""The committed figures: they are those of the committed rows, and counting again gives the same.

Bounded: the longest honest clips are left out, and a run takes well under a minute of one core.
"""

import json
from dataclasses import replace

import pytest

from bench.accuracy.footage import Footage, read_folder
from bench.accuracy.gate import figures_of
from bench.accuracy.judging import honest_scores, scores
from bench.accuracy.measured import Measured
from bench.accuracy.page import ROOT
from bench.accuracy.rows import report_from_json
from bench.accuracy.suites.honest import honest_footage
from bench.accuracy.sweeps import SWEEPS
from bench.accuracy.tools import Tools
from oes.analysis.model_files import default_directory, verify
from oes.analysis.tests.drawing import DATA
from oes.domain.figures import FIGURES, MEASURED_WITH
from oes.domain.grades import Grade, grade_of
from oes.domain.policy import Thresholds
from oes.domain.violations import KINDS

COMMITTED = ROOT / "docs" / "benchmark.json"
EAGER = {"nobody_in_frame": 0.97, "substitution": 0.95, "looked_away": 5.0}
LONGEST_SECONDS = 200.0
SHIFT_SECONDS = 2.0
"""Other processors round otherwise: an episode may begin a frame sooner."""

needs_data = [
    pytest.mark.data,
    pytest.mark.models,
    pytest.mark.skipif(not (DATA / "honest").is_dir(), reason="skipped: no data"),
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]


def test_the_products_figures_are_those_of_the_committed_rows():
    report = report_from_json(json.loads(COMMITTED.read_text(encoding="utf-8")))
    assert not report.quick
    assert figures_of(report.rows) == {kind: figure for kind, figure in FIGURES.items() if KINDS[kind].by_figures}


def test_the_committed_rows_are_of_these_networks_and_this_policy():
    """Another network or threshold asks for another benchmark: run `make bench` and commit what it writes."""
    report = report_from_json(json.loads(COMMITTED.read_text(encoding="utf-8")))
    tools = Tools(default_directory())
    assert tools.model_version == MEASURED_WITH
    assert report.models == tools.model_versions
    assert report.policy == tools.policy_version


@pytest.fixture(scope="module")
def measured() -> Measured:
    return Measured(Tools(default_directory()))


@pytest.fixture(scope="module")
def honest() -> list[Footage]:
    return [footage for footage in honest_footage(DATA) if footage.seconds < LONGEST_SECONDS]


class TestCountedAgain:
    pytestmark = needs_data

    def test_the_labelled_events_are_found_as_committed(self, measured):
        found = scores(read_folder(DATA / "clips"), measured, Thresholds())
        for kind, figure in FIGURES.items():
            if kind in found and found[kind].matches:
                assert (len(found[kind].matches), found[kind].found) == (figure.events, figure.found), kind

    def test_honest_footage_raises_no_more_false_alarms_than_committed(self, measured, honest):
        again = honest_scores(honest, measured, Thresholds())
        for kind in (kind for kind in FIGURES if kind in again):
            assert again[kind].false_alarms <= FIGURES[kind].false_alarms, kind
            assert again[kind].exposure_seconds <= FIGURES[kind].exposure_seconds + SHIFT_SECONDS, kind

    @pytest.mark.parametrize("kind", ["nobody_in_frame", "substitution", "looked_away"])
    def test_a_threshold_that_is_far_too_eager_fails_the_gate(self, kind, measured, honest):
        sweep = next(sweep for sweep in SWEEPS if sweep.kind == kind)
        score = honest_scores(honest, measured, sweep.applied(Thresholds(), EAGER[kind]))[kind]
        figure = replace(FIGURES[kind], exposure_seconds=score.exposure_seconds, false_alarms=score.false_alarms)
        assert FIGURES[kind].false_alarms < score.false_alarms
        assert grade_of(figure, direct=KINDS[kind].direct) == Grade.INFORMATIVE
