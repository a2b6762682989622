"""Sealed bytes open as they were, by range, and not at all where anything was changed."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oes.lib import sealed as module
from oes.lib.sealed import HEADER_BYTES, TAG_BYTES, SealedReader, Unsealable, sealed

KEY, OTHER = b"k" * 32, b"o" * 32
NAME = "attempts/x/camera/1.webm"
FRAME = 64


@pytest.fixture(autouse=True)
def _small_frames(monkeypatch):
    monkeypatch.setattr(module, "FRAME_BYTES", FRAME)


def write(path: Path, body: bytes, *, key: bytes = KEY, name: str = NAME) -> Path:
    path.write_bytes(b"".join(sealed([body[i : i + 50] for i in range(0, len(body), 50)], key=key, name=name)))
    return path


def reader(path: Path, *, key: bytes = KEY, name: str = NAME) -> io.BufferedReader:
    return io.BufferedReader(SealedReader(path.open("rb"), key=key, name=name))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("sealed")


@settings(max_examples=80, deadline=None)
@given(body=st.binary(max_size=5 * FRAME), start=st.integers(0, 6 * FRAME), length=st.integers(0, 3 * FRAME))
def test_a_range_reads_as_in_the_plain_bytes(folder, body, start, length):
    with reader(write(folder / "one", body)) as file:
        assert file.seek(0, io.SEEK_END) == len(body)
        file.seek(start)
        assert file.read(length) == body[start : start + length]
        file.seek(0)
        assert file.read() == body


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_nothing_of_the_body_stands_in_the_file(tmp_path, size):
    body = b"secret exam " * 40
    hidden = write(tmp_path / "one", body[:size]).read_bytes()
    assert b"secret" not in hidden
    assert len(hidden) == HEADER_BYTES + size + TAG_BYTES * max(1, -(-size // FRAME))


def frames_of(path: Path) -> tuple[bytes, list[bytes]]:
    body = path.read_bytes()
    step = FRAME + TAG_BYTES
    return body[:HEADER_BYTES], [body[i : i + step] for i in range(HEADER_BYTES, len(body), step)]


def changed(path: Path, change) -> None:
    header, frames = frames_of(path)
    path.write_bytes(header + b"".join(change(frames)))


CHANGES = {
    "swapped": lambda f: [f[1], f[0], *f[2:]],
    "cut off": lambda f: f[:-1],
    "repeated": lambda f: [f[0], f[0], *f[2:]],
    "bit": lambda f: [f[0][:5] + bytes([f[0][5] ^ 1]) + f[0][6:], *f[1:]],
    "longer": lambda f: [*f, f[-1]],
    "shorter": lambda f: [*f[:-1], f[-1][:-1]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_does_not_open(tmp_path, change):
    path = write(tmp_path / "one", bytes(range(200)))
    changed(path, change)
    with pytest.raises(Unsealable), reader(path) as file:
        file.read()


def test_neither_another_key_nor_another_place_opens_it(tmp_path):
    path = write(tmp_path / "one", b"body")
    for wrong in ({"key": OTHER}, {"name": "attempts/y/camera/1.webm"}):
        with pytest.raises(Unsealable), reader(path, **wrong) as file:
            file.read()


def test_a_plain_file_is_no_sealed_one(tmp_path):
    path = tmp_path / "one"
    path.write_bytes(b"\x1aE\xdf\xa3 webm")
    with pytest.raises(Unsealable), path.open("rb") as file:
        SealedReader(file, key=KEY, name=NAME)
