"""Sound files of the labelled data."""

import wave
from pathlib import Path

import numpy as np

from oes.analysis.sound import RATE


def read_wav(path: Path) -> np.ndarray:
    """Return the samples as float32 (-1..1). Raises ValueError for anything but 16 kHz mono with 16 bits."""
    with wave.open(str(path)) as opened:
        if (opened.getframerate(), opened.getnchannels(), opened.getsampwidth()) != (RATE, 1, 2):
            raise ValueError(f"{path} is not 16 kHz mono with 16 bits")
        return np.frombuffer(opened.readframes(opened.getnframes()), "<i2").astype(np.float32) / 32768
