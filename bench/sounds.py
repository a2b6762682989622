"""Sound files of the labelled data."""

import wave
from pathlib import Path

import numpy as np

from oes.analysis.sound import RATE


def read_wav(path: Path) -> np.ndarray:
    """Return the samples as float32 (-1..1). Raises ValueError, naming the file, for all but 16 kHz mono, 16 bits."""
    try:
        with wave.open(str(path)) as opened:
            form = (opened.getframerate(), opened.getnchannels(), opened.getsampwidth())
            body = opened.readframes(opened.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise ValueError(f"{path.name} cannot be read as a WAV file") from error
    if form != (RATE, 1, 2):
        raise ValueError(f"{path.name} has {form[0]} Hz, {form[1]} channels, {8 * form[2]} bits; not 16000, 1, 16")
    return np.frombuffer(body, "<i2").astype(np.float32) / 32768
