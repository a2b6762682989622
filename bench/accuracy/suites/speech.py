"""Speech by time and by interval: audio/NAME.wav (16 kHz, mono) with NAME.json."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.event_rows import event_row, honest_row
from bench.accuracy.events import Score, score, total
from bench.accuracy.intervals import bootstrap
from bench.accuracy.labels import BadLabel, check_span, read_json
from bench.accuracy.listed import BadData
from bench.accuracy.rows import COMPOSED, Outcome, Row
from bench.accuracy.run import Suite
from bench.accuracy.tools import Terminal, Tools
from bench.sounds import read_wav
from oes.analysis.detectors.speech import speech_episodes
from oes.analysis.judge import utterances_of_samples
from oes.analysis.listening import Listener, load_listener
from oes.analysis.sound import RATE
from oes.domain.spans import Span, clipped, measured

SPEECH = "speech"
EDGE_SECONDS = 0.2
"""The labels' edges are those of the clean source's energy: they are known no better."""
NO_SPEECH = "sound without speech"


@dataclass(frozen=True, slots=True)
class Heard:
    """One recording: what is labelled, the utterances that were heard, and the violations they make."""

    seconds: float
    labels: tuple[Span, ...]
    utterances: tuple[Span, ...]
    violations: tuple[Span, ...]


Recording = tuple[np.ndarray, tuple[Span, ...]]
"""Samples, and where somebody speaks by label."""
F1 = Callable[[Sequence[Heard]], float]


def run(data: Path, tools: Tools, terminal: Terminal) -> Outcome:
    listener = load_listener(tools.models, threads=tools.threads)
    recordings, faults = _read(data / "audio")
    heard = [_heard(*one, listener, tools) for one in terminal.steps(recordings, "speech")]
    found = total(_scored(one) for one in heard)
    violations = total(score(one.violations, one.labels, seconds=one.seconds) for one in heard)
    rows = [
        event_row(SPEECH, AS_IT_IS, COMPOSED, found, note="utterances"),
        _f1_row("F1 by interval", heard, f1_by_interval, len(found.matches)),
        _f1_row("F1 by time", heard, f1_by_time, len(found.matches)),
        honest_row(SPEECH, NO_SPEECH, violations, takes=len(heard), note="violations, not utterances"),
    ]
    return Outcome(rows, remarks=(_remark(heard),), left_out=faults)


def _read(folder: Path) -> tuple[list[Recording], dict[str, str]]:
    """Return samples and labelled speech of each recording, and which are left out."""
    found, faults, named = list[Recording](), dict[str, str](), set[str]()
    for path in sorted(folder.glob("*.json")):
        try:
            told = read_json(path)
            named |= {str(told.get("file")), f"{path.stem}.wav"}
            found.append(_recording(told, folder))
        except ValueError as error:
            faults[f"{folder.name}/{path.name}"] = str(error)
    alone = [path.name for path in sorted(folder.glob("*.wav")) if path.name not in named]
    faults |= {f"{folder.name}/{name}": "no labels beside it" for name in alone}
    if not found:
        first = next((f" ({name}: {why})" for name, why in faults.items()), "")
        raise BadData(f"{folder.name} holds no labelled sound that can be used{first}")
    return found, faults


def _recording(told: Mapping[str, Any], folder: Path) -> Recording:
    if not isinstance(told.get("file"), str):
        raise BadLabel("no name of a sound under 'file'")
    if not isinstance(told.get("intervals"), list):
        raise BadLabel("no list under 'intervals'")
    samples = read_wav(folder / told["file"])
    if len(samples) < RATE:
        raise BadLabel(f"{told['file']} is shorter than a second")
    for place, interval in enumerate(told["intervals"], start=1):
        if not isinstance(interval, dict) or not isinstance(interval.get("label"), str):
            raise BadLabel(f"interval {place} has no label")
        check_span(interval, f"interval {place}", seconds=len(samples) / RATE, of="the sound")
    spoken = (interval for interval in told["intervals"] if interval["label"] == SPEECH)
    return samples, tuple(Span(interval["start"], interval["end"]) for interval in spoken)


def _heard(samples: np.ndarray, truth: tuple[Span, ...], listener: Listener, tools: Tools) -> Heard:
    spoken = utterances_of_samples(samples, listener=listener, thresholds=tools.thresholds)
    whole = speech_episodes([listener.listen([samples])], tools.thresholds)
    seconds = len(samples) / RATE
    return Heard(seconds, truth, tuple(e.span for e in spoken), tuple(e.span for e in whole))


def _scored(one: Heard) -> Score:
    return score(one.utterances, one.labels, seconds=one.seconds, tolerance=EDGE_SECONDS)


def f1_by_interval(heard: Sequence[Heard]) -> float:
    """Return F1 of intervals: one is right, on either side, when at least half of it is covered by the other side."""
    labelled = [covered(label, one.utterances) for one in heard for label in one.labels]
    spoken = [covered(span, one.labels) for one in heard for span in one.utterances]
    return harmonic(sum(labelled), len(labelled), sum(spoken), len(spoken))


def f1_by_time(heard: Sequence[Heard]) -> float:
    """Return F1 of seconds."""
    common = sum(measured(clipped(one.utterances, label)) for one in heard for label in one.labels)
    labels, spoken = (sum(measured(spans) for spans in side) for side in _sides(heard))
    return harmonic(common, labels, common, spoken)


def _sides(heard: Sequence[Heard]) -> tuple[list[tuple[Span, ...]], list[tuple[Span, ...]]]:
    return [one.labels for one in heard], [one.utterances for one in heard]


def covered(span: Span, others: Sequence[Span]) -> bool:
    return measured(clipped(others, span)) * 2 >= span.seconds


def harmonic(hits: float, labelled: float, right: float, spoken: float) -> float:
    """Return F1 of recall hits/labelled and precision right/spoken; 1 where there was nothing and nothing was heard."""
    if not labelled and not spoken:
        return 1.0
    recall, precision = (hits / labelled if labelled else 0.0), (right / spoken if spoken else 0.0)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _f1_row(measure: str, heard: Sequence[Heard], f1: F1, n: int) -> Row:
    if not n:  # without speech there is nothing to find, and nothing is proved
        return Row(detector=SPEECH, condition=AS_IT_IS, kind=COMPOSED, n=0, measure=measure)
    low, high = bootstrap(len(heard), partial(_drawn, heard, f1))
    return Row(
        detector=SPEECH, condition=AS_IT_IS, kind=COMPOSED, n=n, measure=measure, value=f1(heard), low=low, high=high,
    )  # fmt: skip


def _drawn(heard: Sequence[Heard], f1: F1, drawn: Sequence[int]) -> float:
    return f1([heard[i] for i in drawn])


def _remark(heard: Sequence[Heard]) -> str:
    seconds = sum(one.seconds for one in heard)
    return (
        f"{len(heard)} recordings, {seconds:.0f} s: speech near and far, keyboard and fan, music, silence, "
        "put together from public recordings and made sound. Utterances end at every pause; a violation joins them. "
        "An interval is right when at least half of it is covered. The interval of F1 draws whole recordings anew."
    )


SUITE = Suite("speech", "Speech", ("audio",), run)
