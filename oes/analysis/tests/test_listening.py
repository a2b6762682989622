"""Samples to measures, with a network that answers what a test wants."""

import numpy as np
import pytest

from oes.analysis.columns import sound_column, sound_from_column
from oes.analysis.listening import LEAST_LEVEL, STEP, Listener
from oes.analysis.networks.silero import CONTEXT, WINDOW, Memory, Silero
from oes.analysis.tests.drawing import FakeSessions
from oes.domain.measures import SoundMeasures


class Echo:
    """Answers the loudest sample of each window as its probability, and counts its runs in `hn`."""

    def __init__(self):
        self.runs = []

    def run_many(self, tensors):
        self.runs.append(tensors)
        windows = tensors["input"]
        return {
            "speech_probs": np.abs(windows[:, CONTEXT:]).max(axis=1),
            "hn": tensors["h"] + 1,
            "cn": tensors["c"] + 2,
        }


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def listener(echo) -> Listener:
    return Listener(Silero(FakeSessions(speech=echo)))


def test_windows_stand_behind_the_samples_before_them(echo):
    silero = Silero(FakeSessions(speech=echo))
    samples = np.arange(3 * WINDOW + 100, dtype=np.float32)
    _, memory = silero.probabilities(samples, Memory())
    (run,) = echo.runs
    assert run["input"].shape == (3, CONTEXT + WINDOW)
    assert run["input"][0, :CONTEXT].tolist() == [0.0] * CONTEXT
    assert run["input"][2, 0] == 2 * WINDOW - CONTEXT
    assert memory.context.tolist() == list(range(3 * WINDOW - CONTEXT, 3 * WINDOW))
    assert (memory.h.max(), memory.c.max()) == (1, 2)
    assert len(silero.probabilities(samples[:100], memory)[0]) == 0


def test_each_step_keeps_its_highest_probability_and_its_loudness(listener):
    samples = np.full(2 * STEP + 10, 0.1, dtype=np.float32)
    samples[STEP + 700] = 0.9
    measured = listener.listen([samples[:1000], samples[1000:]])
    assert measured.step_seconds == pytest.approx(0.128)
    assert measured.speech == pytest.approx((0.1, 0.9, 0.1))
    assert measured.level[0] == pytest.approx(-20.0)
    assert measured.level[1] > -20.0 > measured.level[2]


def test_long_sound_is_heard_in_runs_that_remember(listener, echo):
    blocks = [np.full(16_000, 0.2, dtype=np.float32)] * 30
    measured = listener.listen(blocks)
    assert len(measured.speech) == -(-30 * 16_000 // STEP)
    assert len(echo.runs) > 2
    assert [run["h"].max() for run in echo.runs] == list(range(len(echo.runs)))
    assert set(np.round(measured.speech, 3)) == {0.2}


def test_nobody_is_heard_where_nothing_sounds(listener, echo):
    measured = listener.listen([np.zeros(16_000, dtype=np.float32)])
    assert echo.runs == []
    assert set(measured.speech) == {0.0}
    assert set(measured.level) == {LEAST_LEVEL}
    assert listener.listen([]).speech == ()


def test_stored_sound_comes_back_in_hundredths_and_whole_decibels():
    stored = sound_column(SoundMeasures(0.0, 0.128, (0.123, 0.987), (-51.26, -20.0)))
    assert stored["speech"] == [12, 99]
    assert sound_from_column(stored) == SoundMeasures(0.0, 0.128, (0.12, 0.99), (-51.0, -20.0))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
def test_samples_without_bounds_are_heard_within_them(listener, value):
    sound = listener.listen([np.full(3 * STEP, value, dtype=np.float32)])
    column = sound_column(sound)
    assert max(column["level"]) <= 0
    assert max(column["speech"]) <= 100
