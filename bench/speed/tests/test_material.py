"""Whether what speed is measured on is like what a browser sends."""

from pathlib import Path

import numpy as np
import pytest

from bench.segments import SOUND_RATE, encode
from bench.speed import material
from bench.speed.material import RATES, SECONDS, write_material
from oes.analysis.media import SEGMENT, opened, packets


def packets_of(body: bytes) -> dict[str, list[int]]:
    """Return the sizes of the packets by kind of stream."""
    sizes: dict[str, list[int]] = {"video": [], "audio": []}
    with opened(body) as (container, _):
        for packet in packets(container, limits=SEGMENT):
            sizes[packet.stream.type].append(packet.size)
    return sizes


def test_sound_comes_in_packets_as_long_as_a_browsers():
    hum = 0.1 * np.sin(np.arange(3 * SOUND_RATE) / 20).astype(np.float32)
    body = encode([np.zeros((48, 64, 3), np.uint8)] * 30, frames_per_second=10, kbps=50, sound=hum)
    sizes = packets_of(body)
    assert len(sizes["video"]) == 30
    assert 50 <= len(sizes["audio"]) <= 52, "17 a second"


def test_the_bits_of_the_picture_are_what_is_asked_for(tmp_path, monkeypatch):
    noise = np.random.default_rng(1).integers(0, 255, (30, 200, 3), np.uint8).repeat(4, 0).repeat(4, 1)
    drawn = [noise[:, 4 * at : 4 * at + 160] for at in range(160)]
    monkeypatch.setattr(material.clip, "frames", lambda *_: iter(drawn))
    monkeypatch.setattr(material, "_screens", lambda: iter(()))

    assert write_material(tmp_path, data=None, seconds=SECONDS) == "the drawn recording"

    def kbps(folder: Path) -> float:
        bodies = [path.read_bytes() for path in folder.glob("*/camera-*.webm")]
        return sum(sum(packets_of(body)["video"]) for body in bodies) * 8 / 1000 / SECONDS / len(bodies)

    assert kbps(tmp_path / RATES / "10-66") == pytest.approx(66, rel=0.3)
    assert kbps(tmp_path) > 1.1 * 66


def test_a_film_that_cannot_be_read_is_left_out_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr(material.clip, "frames", lambda *_: iter(()))
    monkeypatch.setattr(material, "_screens", lambda: iter(()))
    (tmp_path / "honest").mkdir()
    (tmp_path / "honest" / "x.mp4").write_bytes(b"hello")
    about = write_material(tmp_path / "out", data=tmp_path, seconds=SECONDS)
    assert about == "the drawn recording (left out, since they cannot be read: x.mp4)"
