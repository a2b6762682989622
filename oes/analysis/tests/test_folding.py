import hashlib
from dataclasses import replace

import numpy as np
import openvino as ov
import pytest
from django.core.management import call_command
from openvino import opset13 as ops

from oes.analysis import folding, model_files, sessions
from oes.analysis.folding import LENGTH, PAGE, Mapped, fold_all, folded
from oes.analysis.model_files import ModelFile, ModelFileError, default_directory, model_path, verify
from oes.analysis.sessions import OpenVinoSessions

WEIGHTS = np.random.default_rng(1).normal(size=(4, 8)).astype(np.float32)
SCALE = np.float32([[0.3, -1.7, 2.9, 0.1]])
SHAPE = (1, 8)
INPUT = np.random.default_rng(2).normal(size=SHAPE).astype(np.float32)
CLOSE = 1e-5
FOLDED = [key for key, entry in model_files.model_files().items() if entry.folded]


@pytest.fixture(params=[True, False], ids=["weights of outputs x inputs", "weights of inputs x outputs"])
def source(request, tmp_path):
    """A network in a file: a product that is scaled, with its weights in either order."""
    x = ops.parameter(SHAPE, np.float32, name="x")
    product = ops.matmul(x, ops.constant(WEIGHTS if request.param else WEIGHTS.T.copy()), False, request.param)
    result = ops.tanh(ops.multiply(product, ops.constant(SCALE)))
    result.output(0).set_names({"y"})
    ov.save_model(ov.Model([result], [x]), tmp_path / "net.xml", compress_to_fp16=False)
    return tmp_path / "net.xml"


@pytest.fixture
def entry(source, monkeypatch):
    """models.toml names this network and what comes out when it is folded."""
    entry = ModelFile("net", source.name, _sha256(source.read_bytes()), "MIT", "a network", SHAPE, ())
    entry = replace(entry, folded=_sha256(folded(source, shape=SHAPE)))
    _listed(monkeypatch, entry)
    return entry


def test_a_folded_file_holds_the_products(source):
    made = folded(source, shape=SHAPE)
    start = -(-(LENGTH.size + LENGTH.unpack_from(made)[0]) // PAGE) * PAGE
    assert np.frombuffer(made, dtype=np.float32, offset=start, count=32).reshape(-1).tolist() in [
        order.ravel().tolist() for order in (WEIGHTS * SCALE.T, WEIGHTS.T * SCALE)
    ]


def test_the_same_file_comes_out_each_time(source):
    assert folded(source, shape=SHAPE) == folded(source, shape=SHAPE)


def test_a_folded_network_says_the_same(source, entry):
    before = _said(source.parent)
    assert fold_all(source.parent) == [source.with_name("net.folded")]
    source.unlink()  # it is not read again
    after = _said(source.parent)
    assert list(after) == list(before) == ["y"]
    assert after["y"] == pytest.approx(before["y"], abs=CLOSE)


def test_another_shape_is_read_as_it_was_fetched(source, entry):
    fold_all(source.parent)
    own = OpenVinoSessions(source.parent)
    twice = own.session("net", shape=(2, 8)).run(np.concatenate([INPUT, INPUT]))["y"]
    assert twice == pytest.approx(np.concatenate([_said(source.parent)["y"]] * 2), abs=CLOSE)
    source.unlink()
    with pytest.raises(ModelFileError, match="missing"):
        own.session("net", shape=(3, 8))


def test_a_network_says_the_same_when_its_pages_were_given_back(source, tmp_path):
    path = tmp_path / "net.folded"
    path.write_bytes(folded(source, shape=SHAPE))
    mapped, core = Mapped(path), ov.Core()
    compiled = core.compile_model(mapped.model(core), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    before = compiled([INPUT])[0].copy()
    mapped.give_back()
    assert np.array_equal(compiled([INPUT])[0], before)


def test_a_wrong_folded_file_is_not_read_and_made_anew(source, entry):
    before, place = _said(source.parent), source.with_name("net.folded")
    place.write_bytes(folded(source, shape=SHAPE)[:-4] + b"\0\0\0\0")
    assert np.array_equal(_said(source.parent)["y"], before["y"])
    fold_all(source.parent)
    assert _sha256(place.read_bytes()) == entry.folded


def test_a_right_folded_file_is_not_made_again(source, entry):
    fold_all(source.parent)
    source.unlink()
    assert fold_all(source.parent) == [source.with_name("net.folded")]


def test_nothing_is_folded_from_a_wrong_file(source, entry):
    source.write_bytes(b"something else")
    with pytest.raises(ModelFileError, match="not the expected one"):
        fold_all(source.parent)
    assert not source.with_name("net.folded").exists()


def test_what_another_release_folds_is_not_kept(source, monkeypatch):
    other = ModelFile("net", source.name, _sha256(source.read_bytes()), "MIT", "a network", SHAPE, (), "0" * 64)
    _listed(monkeypatch, other)
    told = []
    assert fold_all(source.parent, report=told.append) == []
    assert "works without" in told[0]
    assert not source.with_name("net.folded").exists()
    assert _said(source.parent)["y"].shape == (1, 4)


def test_the_command_folds_what_it_fetched(source, entry, settings, capsys):
    settings.OES_MODELS_DIR = source.parent
    call_command("models")
    assert source.with_name("net.folded").is_file()
    assert "net.folded: made" in capsys.readouterr().out


@pytest.mark.models
@pytest.mark.skipif(bool(verify(default_directory())), reason="skipped: no network files (OES_MODELS_DIR)")
@pytest.mark.parametrize("key", FOLDED)
def test_the_real_networks_fold_as_listed_and_say_the_same(key, monkeypatch, tmp_path):
    entry, directory = model_files.model_files()[key], default_directory()
    path = model_path(key, directory)
    made = folded(path, shape=entry.input)
    assert _sha256(made) == entry.folded, "a new release of OpenVINO: write the new hash into models.toml"
    for name, data in ((entry.file, path.read_bytes()), (entry.folded_file, made)):
        (tmp_path / name).write_bytes(data)
    tensor = np.random.default_rng(5).random(entry.input, dtype=np.float32)
    after = OpenVinoSessions(tmp_path).session(key, shape=entry.input).run(tensor)
    (tmp_path / entry.folded_file).unlink()
    before = OpenVinoSessions(tmp_path).session(key, shape=entry.input).run(tensor)
    assert list(after) == list(before)
    for name, value in before.items():
        scale = max(1.0, float(np.abs(value).max()))
        assert np.abs(after[name] - value).max() <= CLOSE * scale, name


def _listed(monkeypatch, entry: ModelFile) -> None:
    for module in (model_files, folding, sessions):
        monkeypatch.setattr(module, "model_files", lambda listing=None: {"net": entry})


def _said(directory) -> dict[str, np.ndarray]:
    return dict(OpenVinoSessions(directory).session("net", shape=SHAPE).run(INPUT))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
