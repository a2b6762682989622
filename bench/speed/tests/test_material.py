"""Whether what speed is measured on is like what a browser sends."""

import json
from pathlib import Path

import numpy as np
import pytest

from bench.segments import SOUND_RATE, encode
from bench.speed import material
from bench.speed.material import RATES, SECONDS, write_material
from oes.analysis.media import SEGMENT, opened, packets
from oes.analysis.tests.drawing import drawn_clip


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


@pytest.fixture
def data(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(material.clip, "frames", lambda *_: iter(()))
    monkeypatch.setattr(material, "_screens", lambda: iter(()))
    for name in ("honest", "clips", "audio"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_films_and_sounds_that_cannot_be_used_are_left_out_and_named(data):
    (data / "honest" / "text.mp4").write_bytes(b"hello")
    (data / "honest" / "short.webm").write_bytes(drawn_clip(seconds=2.0))
    (data / "honest" / "short.json").write_text("{no json")
    (data / "audio" / "empty.wav").write_bytes(b"")
    about = write_material(data / "out", data=data, seconds=SECONDS)
    left_out = "short.webm, text.mp4, empty.wav"
    assert about == f"the drawn recording (left out, unreadable or shorter than 8 s: {left_out})"


def test_films_of_one_name_in_both_folders_are_all_used(data):
    for name in ("honest/a_real_1.webm", "clips/a_real_1.webm"):
        (data / name).write_bytes(drawn_clip(seconds=SECONDS))
    (data / "honest" / "a_real_1.json").write_text('{"cuts": null}')
    about = write_material(data / "out", data=data, seconds=SECONDS)
    assert about == "2 clips and 0 sounds of the labelled data"
    assert len(list((data / "out").glob("*/camera-*.webm"))) == 2


def test_real_clips_are_known_by_their_labels_where_no_name_says_so(data):
    for name, more in (("x", {}), ("y", {"description": "cut out over a still room"})):
        (data / "clips" / f"{name}.webm").write_bytes(drawn_clip(seconds=SECONDS))
        told = {"clip": f"{name}.webm", "duration_s": SECONDS, "events": []} | more
        (data / "clips" / f"{name}.json").write_text(json.dumps(told))
    write_material(data / "out", data=data, seconds=SECONDS)
    assert [path.name for path in (data / "out").glob("*/") if path.name != RATES] == ["x"]
