"""Sound to SoundMeasures: what is heard in each step, and no thresholds of the policy."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from oes.analysis.networks.silero import WINDOW, Memory, Silero
from oes.analysis.sessions import OpenVinoSessions
from oes.analysis.sound import RATE
from oes.domain.measures import SoundMeasures

STEP_WINDOWS = 4
STEP = STEP_WINDOWS * WINDOW
STEP_SECONDS = STEP / RATE
"""0.128 s: finer steps found speech no better and need more room."""
BATCH_STEPS = 64
"""One run of the network, about 8 s: longer ones are no cheaper."""
LEAST_LEVEL = -100.0
MUTE_LEVEL = -75.0
"""Where not one step of a run is louder nobody can be heard, and the network is not asked."""


class Listener:
    """Measures the sound of one camera. Keep one per process: it holds the network."""

    def __init__(self, silero: Silero) -> None:
        self.silero = silero

    def listen(self, blocks: Iterable[np.ndarray]) -> SoundMeasures:
        """Return the measures of consecutive samples (-1..1 at 16 kHz) of one segment or clip, from its start."""
        speech: list[float] = []
        level: list[float] = []
        memory = Memory()
        for batch in _batches(map(_bounded, blocks)):
            levels = _levels(batch)
            level += levels.tolist()
            if levels.max() < MUTE_LEVEL:
                speech += [0.0] * len(levels)
                memory = Memory()
                continue
            probabilities, memory = self.silero.probabilities(batch, memory)
            speech += probabilities.reshape(-1, STEP_WINDOWS).max(axis=1).tolist()
        return SoundMeasures(0.0, STEP_SECONDS, tuple(speech), tuple(level))


def load_listener(directory: Path, *, threads: int = 1) -> Listener:
    """Return a listener with the network of a models folder. Raises ModelFileError."""
    return Listener(Silero(OpenVinoSessions(directory, threads=threads)))


def _bounded(samples: np.ndarray) -> np.ndarray:
    """Return the samples within full scale: a decoder makes numbers without bounds of a file that was tampered with."""
    bounded = samples.clip(-1.0, 1.0)
    return np.nan_to_num(bounded) if np.isnan(bounded).any() else bounded


def _batches(blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Yield whole steps, many at a time; silence fills up the last one."""
    size, waiting, count = BATCH_STEPS * STEP, [], 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count >= size:
            joined = np.concatenate(waiting)
            whole = count // STEP * STEP
            yield joined[:whole]
            waiting, count = [joined[whole:]], count - whole
    if count:
        yield np.concatenate([*waiting, np.zeros(-count % STEP, dtype=np.float32)])


def _levels(samples: np.ndarray) -> np.ndarray:
    """Return the loudness of each step in dB of full scale."""
    steps = samples.reshape(-1, STEP)
    power = np.einsum("ij,ij->i", steps, steps) / STEP
    return np.maximum(10.0 * np.log10(np.maximum(power, 1e-12)), LEAST_LEVEL)
