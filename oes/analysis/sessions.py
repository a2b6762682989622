"""The one runtime of all networks: OpenVINO on the CPU. Precision, threads, loading once."""

import ctypes
import gc
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import openvino as ov
from openvino import opset13 as ops

from oes.analysis.folding import Mapped
from oes.analysis.model_files import folded_path, model_files, model_path


class Session(Protocol):
    """What a network file of `networks/` needs. Tests pass a fake one."""

    def run(self, tensor: np.ndarray) -> Mapping[str, np.ndarray]:
        """Return the outputs by name for one float32 input tensor."""
        ...

    def run_many(self, tensors: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        """Return the outputs by name for several float32 input tensors by name."""
        ...


Prepare = Callable[[ov.Model], None]


class SessionFactory(Protocol):
    """Gives the session of a network for the shape of its first input; the same one each time.

    -1 stands for a side that may differ from run to run. `prepare` may change the network before it is compiled,
    always in the same way.
    """

    def session(self, key: str, *, shape: tuple[int, ...], prepare: Prepare | None = None) -> Session: ...


class OpenVinoSession:
    """One compiled network with one request; a lock keeps threads from sharing it at the same moment.

    What lies between its layers is given back after each run: 45 MB over all networks, of which one runs at a time.
    The next one takes the same memory, which costs no network 2 % more.
    """

    def __init__(self, compiled: ov.CompiledModel, *, names: Sequence[str], weights: Mapped | None = None) -> None:
        self._weights = weights  # what is compiled lies in it
        self._compiled = compiled
        self._request = compiled.create_infer_request()
        self._names = names
        self._lock = threading.Lock()

    def run(self, tensor: np.ndarray) -> Mapping[str, np.ndarray]:
        return self._infer([tensor])

    def run_many(self, tensors: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        return self._infer(dict(tensors))

    def _infer(self, inputs: list[np.ndarray] | dict[str, np.ndarray]) -> Mapping[str, np.ndarray]:
        with self._lock:
            results = self._request.infer(inputs, share_inputs=True)
            outputs = {name: np.array(value) for name, value in zip(self._names, results.values(), strict=True)}
            self._compiled.release_memory()
            return outputs


def with_classes(model: ov.Model, classes: Sequence[int]) -> None:
    """Leave only some classes in a network that ends in weights, a bias and a softmax: the others cost time."""
    softmax = model.outputs[0].get_node().input_value(0).get_node()
    add = softmax.input_value(0).get_node()
    while add.get_type_name() != "Add":
        add = add.input_value(0).get_node()
    weights = add.input_value(0).get_node()
    kept = np.array(classes, dtype=np.int64)
    for node, axis in ((weights, 1), (add, 0)):
        node.input(1).replace_source_output(ops.gather(node.input_value(1), kept, np.int64(axis)).output(0))
    model.validate_nodes_and_infer_types()


class OpenVinoSessions:
    """Loads each network once per shape. `threads` per network; more processes scale better than threads.

    Precision is forced to f32: left alone OpenVINO takes bf16 where the CPU has it, and embeddings
    would differ between machines.
    """

    def __init__(self, directory: Path, *, threads: int = 1) -> None:
        self._directory = directory
        self._config: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": "f32",
            "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0,  # else weights kept in 8 bits draw their inputs down to 8 bits
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": 1,
        }
        self._core: ov.Core | None = None
        self._sessions: dict[tuple[str, tuple[int, ...]], OpenVinoSession] = {}
        self._lock = threading.Lock()

    def session(self, key: str, *, shape: tuple[int, ...], prepare: Prepare | None = None) -> OpenVinoSession:
        """Return the session of a network for one input shape. Raises ModelFileError for a wrong file."""
        with self._lock:
            if (key, shape) not in self._sessions:
                self._sessions[key, shape] = self._load(key, shape, prepare)
            return self._sessions[key, shape]

    def _load(self, key: str, shape: tuple[int, ...], prepare: Prepare | None) -> OpenVinoSession:
        core = self._core = self._core or ov.Core()
        # read anew for each shape: a kept network would hold its weights twice, here and in what is compiled
        model, weights = self._read(key, shape, core)
        model.reshape({model.inputs[0].any_name: list(shape)})
        if prepare:
            prepare(model)
        names = [output.any_name for output in model.outputs]  # compiling adds names of its own
        compiled = core.compile_model(model, "CPU", self._config)
        del model
        _give_back_memory()
        if weights:
            weights.give_back()
        return OpenVinoSession(compiled, names=names, weights=weights)

    def _read(self, key: str, shape: tuple[int, ...], core: ov.Core) -> tuple[ov.Model, Mapped | None]:
        path = folded_path(key, self._directory) if shape == model_files()[key].input else None
        if path is None:
            return core.read_model(model_path(key, self._directory)), None
        weights = Mapped(path)
        return weights.model(core), weights


def _give_back_memory() -> None:
    """Return to the system what compiling a network needed for a moment: 100 MB over all of them (glibc keeps it)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        gc.collect()
        trim(0)
