"""The real network: on made sound (marker `models`) and on the labelled sound (marker `data`)."""

import json
import wave

import numpy as np
import pytest

from oes.analysis.judge import judge_file, utterances_of_samples
from oes.analysis.listening import load_listener
from oes.analysis.measure import load_measurer
from oes.analysis.model_files import default_directory, verify
from oes.analysis.sound import RATE
from oes.analysis.tests.drawing import DATA, drawn_clip
from oes.domain.spans import Span

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]
AUDIO = DATA / "audio"
TICK = 0.01


@pytest.fixture(scope="module")
def listener():
    return load_listener(default_directory())


def _made(name: str) -> np.ndarray:
    at = np.arange(10 * RATE) / RATE
    noise = np.random.default_rng(3).standard_normal(len(at))
    made = {
        "silence": np.zeros(len(at)),
        "noise": 0.05 * noise,
        "tone": 0.3 * np.sin(2 * np.pi * 440 * at),
        "clicks": 0.5 * noise * (at % 0.25 < 0.01),
    }
    return made[name].astype(np.float32)


@pytest.mark.parametrize("name", ["silence", "noise", "tone", "clicks"])
def test_what_is_no_voice_is_no_speech(listener, name):
    assert utterances_of_samples(_made(name), listener=listener) == []


def test_the_same_sound_measures_the_same_in_any_blocks(listener):
    samples = _made("noise") + _made("tone")
    whole = listener.listen([samples])
    assert listener.listen(np.array_split(samples, 50)).speech == pytest.approx(whole.speech, abs=1e-4)


def test_a_file_with_a_tone_has_no_speech(tmp_path, listener):
    clip = tmp_path / "clip.webm"
    clip.write_bytes(drawn_clip(sound=True))
    report = judge_file(clip, measurer=load_measurer(default_directory()), listener=listener)
    assert report.utterances == ()
    assert "speech" not in {episode.kind for episode in report.episodes}


@pytest.mark.data
@pytest.mark.skipif(not AUDIO.is_dir(), reason="skipped: no data")
@pytest.mark.parametrize(("noise_db", "least"), [(None, 0.95), (15.0, 0.93)])
def test_labelled_speech_is_heard_where_it_is(listener, noise_db, least):
    hits = false = missed = 0.0
    for label in sorted(AUDIO.glob("*.json")):
        told = json.loads(label.read_text())
        truth = [Span(i["start"], i["end"]) for i in told["intervals"] if i["label"] == "speech"]
        samples = _noisy(_read(AUDIO / told["file"]), noise_db)
        found = [episode.span for episode in utterances_of_samples(samples, listener=listener)]
        if not truth:
            assert found == [], label.name
        ours, theirs = _ticks(found, told["duration_s"]), _ticks(truth, told["duration_s"])
        hits, false, missed = (
            hits + (ours & theirs).sum(),
            false + (ours & ~theirs).sum(),
            missed + (theirs & ~ours).sum(),
        )
    assert 2 * hits / (2 * hits + false + missed) >= least


def _read(path) -> np.ndarray:
    with wave.open(str(path)) as opened:
        return np.frombuffer(opened.readframes(opened.getnframes()), np.int16).astype(np.float32) / 32768


def _noisy(samples: np.ndarray, below_db: float | None) -> np.ndarray:
    """Return the samples with white noise that lies so far below their loudest second."""
    if below_db is None:
        return samples
    seconds = samples[: len(samples) // RATE * RATE].reshape(-1, RATE)
    loud = np.sqrt((seconds**2).mean(axis=1)).max()
    noise = np.random.default_rng(5).standard_normal(len(samples)).astype(np.float32)
    return samples + noise * loud * 10 ** (-below_db / 20)


def _ticks(spans, seconds: float) -> np.ndarray:
    ticks = np.zeros(round(seconds / TICK), dtype=bool)
    for span in spans:
        ticks[round(span.start / TICK) : round(span.end / TICK)] = True
    return ticks
