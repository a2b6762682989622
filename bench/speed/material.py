"""Recordings to measure speed on: what a browser sends, as files in a folder."""

import json
from collections.abc import Iterator
from itertools import cycle, islice
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image

from bench.segments import SOUND_RATE, encode
from bench.sounds import read_wav
from demo import clip, screen
from oes.analysis.media import WHOLE_RECORDING, UnreadableMedia, probe, sampled

CAMERA_SIZE, CAMERA_RATE, CAMERA_KBPS = (640, 480), 10, 160
SCREEN_RATE, SCREEN_KBPS = 5, 64
OTHER_RATES = ((10, 66), (5, 160), (5, 66))
"""Pictures a second and kbit/s beside the usual ones. Chromium 156, asked for 160 at ten a second, writes 66."""
RATES = "rates"
SECONDS = 8
SCREEN_SECONDS, SCREEN_LENGTH = 16, 320.0
MOST_OF_A_FILM = 12
"""Segments; a longer run repeats them."""
TAKE_SECONDS = 20.0


def write_material(folder: Path, *, data: Path | None, seconds: float) -> str:
    """Fill `folder` with FILM/camera-NN.webm and screen-NN.webm; return in words what is on them.

    A browser asked for 160 kbit/s may send less than half of them at ten frames a second: the same films in other
    rates lie in RATES/PICTURES-KBPS/FILM.

    From the clips and sounds of a labelled data folder where there is one, else from the drawn recording. Clips that
    jump from shot to shot are left out: no camera does that, and every jump makes the analysis look anew. No more of
    a film, or of the screen, is written than `seconds`, but two segments.
    """
    found = [path for path in sorted((data / "honest").glob("*.mp4")) if in_one_take(path)] if data else []
    found += sorted((data / "clips").glob("*_real_*.mp4")) if data else []
    clips = [path for path in found if _is_readable(path)]
    sounds = sorted((data / "audio").glob("*.wav")) if data else []
    films = {path.stem: _film(path) for path in clips} or {"drawn": clip.frames(clip.SHORT_SCENES, CAMERA_RATE)}
    sound = cycle(_pieces(np.concatenate([read_wav(path) for path in sounds] or [_room(60)])))
    for name, film in films.items():
        for place, pictures in enumerate(islice(_segments(film), max(2, ceil(seconds / SECONDS)))):
            heard, file = next(sound), Path(name) / f"camera-{place:02}.webm"
            _write(folder / file, pictures, CAMERA_RATE, CAMERA_KBPS, heard)
            for rate, bits in OTHER_RATES:
                _write(folder / RATES / f"{rate}-{bits}" / file, pictures, rate, bits, heard)
    for number, pictures in enumerate(islice(_screens(), max(2, ceil(seconds / SCREEN_SECONDS)))):
        body = encode(pictures, frames_per_second=SCREEN_RATE, kbps=SCREEN_KBPS)
        (folder / f"screen-{number:02}.webm").write_bytes(body)
    left_out = ", ".join(path.name for path in found if path not in clips)
    about = f"{len(clips)} clips and {len(sounds)} sounds of the labelled data" if clips else "the drawn recording"
    return f"{about} (left out, since they cannot be read: {left_out})" if left_out else about


def _is_readable(path: Path) -> bool:
    try:
        probe(path, limits=WHOLE_RECORDING)
    except UnreadableMedia:
        return False
    return True


def _write(path: Path, pictures: list[np.ndarray], rate: int, kbps: int, sound: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(pictures[:: CAMERA_RATE // rate], frames_per_second=rate, kbps=kbps, sound=sound))


def _screens() -> Iterator[list[np.ndarray]]:
    """Yield the pictures of one screen segment after another: an exam's page, and another window for some seconds."""
    size = SCREEN_SECONDS * SCREEN_RATE
    drawn = screen.frames(SCREEN_LENGTH, other_window=(100.0, 109.0))
    shown = (picture for number, picture in enumerate(drawn) for _ in range(2 + number % 2))
    while len(pictures := list(islice(shown, size))) == size:
        yield pictures


def in_one_take(path: Path) -> bool:
    """Return whether a clip jumps from shot to shot at most every 20 s, as far as its labels tell."""
    beside = path.with_suffix(".json")
    if not beside.is_file():
        return True
    labels = json.loads(beside.read_text(encoding="utf-8"))
    cuts = len(labels.get("cuts", [])) + len(labels.get("identity_cuts", []))
    return cuts * TAKE_SECONDS <= float(labels["duration_s"])


def _segments(film: Iterator[np.ndarray]) -> Iterator[list[np.ndarray]]:
    size = SECONDS * CAMERA_RATE
    for _ in range(MOST_OF_A_FILM):
        pictures = list(islice(film, size))
        if len(pictures) < size:
            return
        yield pictures


def _film(path: Path) -> Iterator[np.ndarray]:
    for picture in sampled(path, per_second=CAMERA_RATE, limits=WHOLE_RECORDING):
        yield np.asarray(Image.fromarray(picture.rgb).resize(CAMERA_SIZE))


def _room(seconds: int) -> np.ndarray:
    """Return a quiet room with some hum."""
    noise = np.random.default_rng(1).normal(0, 0.003, seconds * SOUND_RATE)
    return (noise + 0.002 * np.sin(np.arange(len(noise)) * 2 * np.pi * 100 / SOUND_RATE)).astype(np.float32)


def _pieces(samples: np.ndarray) -> list[np.ndarray]:
    size = SECONDS * SOUND_RATE
    return [samples[start : start + size] for start in range(0, len(samples) - size + 1, size)]
