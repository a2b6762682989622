"""The same picture gives the same numbers: on every run, and however many threads a network has."""

import numpy as np
import pytest

from oes.analysis.model_files import default_directory, model_files, verify
from oes.analysis.sessions import OpenVinoSessions

CLOSE = 1e-3
PICTURES = {"yunet": 255.0, "mesh": 1.0, "sface": 255.0, "mesh_light": 1.0, "objects": 255.0}
"""Networks that see pictures, and the white of their input."""

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]


def outputs(key: str, *, threads: int) -> list[dict[str, np.ndarray]]:
    """Return what a network says of the same picture, twice."""
    shape = tuple(model_files()[key].input)
    tensor = np.random.default_rng(5).random(shape, dtype=np.float32) * np.float32(PICTURES[key])
    session = OpenVinoSessions(default_directory(), threads=threads).session(key, shape=shape)
    seen = tensor.astype(np.uint8) if key == "objects" else tensor
    return [dict(session.run(seen)) for _ in range(2)]


@pytest.mark.parametrize("key", PICTURES)
def test_threads_and_repetition_change_nothing(key):
    first, *others = [told for threads in (1, 2, 4) for told in outputs(key, threads=threads)]
    for again in others:
        for name, value in first.items():
            scale = max(1.0, float(np.abs(value).max()))
            assert np.abs(again[name] - value).max() <= CLOSE * scale, (key, name)
