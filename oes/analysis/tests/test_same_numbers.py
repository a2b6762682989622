"""The same picture gives the same numbers: on every run, on every processor, and however many threads a network has."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from oes.analysis.model_files import default_directory, model_files, verify
from oes.analysis.networks.objects import prepared
from oes.analysis.sessions import OpenVinoSession, OpenVinoSessions

CLOSE = 1e-3
PICTURES = {"yunet": 255.0, "mesh": 1.0, "sface": 255.0, "mesh_light": 1.0, "objects": 255.0}
"""Networks that see pictures, and the white of their input."""

pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)"),
]


def session(key: str, *, threads: int) -> OpenVinoSession:
    """Return a network as the product runs it."""
    shape, prepare = tuple(model_files()[key].input), prepared if key == "objects" else None
    return OpenVinoSessions(default_directory(), threads=threads).session(key, shape=shape, prepare=prepare)


def outputs(key: str, *, threads: int = 1) -> list[dict[str, np.ndarray]]:
    """Return what a network says of the same picture, twice."""
    shape = tuple(model_files()[key].input)
    planes_first = shape[1] == 3
    high, wide = shape[2:] if planes_first else shape[1:3]
    tiles = np.random.default_rng(5).random((8, 8, 3), dtype=np.float32) * np.float32(PICTURES[key])
    picture = tiles[np.arange(high) * 8 // high][:, np.arange(wide) * 8 // wide]
    seen = np.ascontiguousarray(picture.transpose(2, 0, 1) if planes_first else picture)[np.newaxis]
    run = session(key, threads=threads).run
    return [dict(run(seen.astype(np.uint8) if key == "objects" else seen)) for _ in range(2)]


def assert_close(first: dict[str, np.ndarray], again: dict[str, np.ndarray]) -> None:
    for name, value in first.items():
        scale = max(1.0, float(np.abs(value).max()))
        assert np.abs(again[name] - value).max() <= CLOSE * scale, name


@pytest.mark.parametrize("key", PICTURES)
def test_threads_and_repetition_change_nothing(key):
    first, *others = [told for threads in (1, 2, 4) for told in outputs(key, threads=threads)]
    for again in others:
        assert_close(first, again)


def test_an_older_processor_says_the_same(tmp_path: Path):
    """One without VNNI overflowed where it added in 8 bits. On such a machine this compares equals."""
    asked = {"ONEDNN_MAX_CPU_ISA": "AVX2", "OES_MODELS_DIR": str(default_directory())}
    command = [sys.executable, "-m", __name__, str(tmp_path)]
    subprocess.run(command, env=os.environ | asked, check=True, timeout=120)
    for key in PICTURES:
        with np.load(tmp_path / f"{key}.npz") as older:
            assert_close(outputs(key)[0], dict(older))


def test_no_layer_of_the_object_detector_computes_in_8_bits():
    layers = [node.get_rt_info() for node in session("objects", threads=1)._compiled.get_runtime_model().get_ops()]
    computing = [layer for layer in layers if layer["layerType"].astype(str) == "Convolution"]
    assert {layer["runtimePrecision"].astype(str) for layer in computing} == {"f32"}


if __name__ == "__main__":
    for each in PICTURES:
        np.savez(Path(sys.argv[1]) / f"{each}.npz", **outputs(each)[0])
