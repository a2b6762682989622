"""Recordings to measure speed on: what a browser sends, as files in a folder."""

from collections import Counter
from collections.abc import Iterator
from itertools import cycle, islice
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image

from bench.accuracy.footage import FILMS, read_folder
from bench.accuracy.labels import BadLabel, number, read_json
from bench.accuracy.rows import REAL
from bench.segments import SOUND_RATE, encode
from bench.sounds import read_wav
from demo import clip, screen
from oes.analysis.media import WHOLE_RECORDING, UnreadableMedia, sampled

CAMERA_SIZE, CAMERA_RATE, CAMERA_KBPS = (640, 480), 10, 160
SCREEN_RATE, SCREEN_KBPS = 5, 64
OTHER_RATES = ((10, 66), (5, 160), (5, 66))
"""Pictures a second and kbit/s beside the usual ones. Chromium 156, asked for 160 at ten a second, writes 66."""
RATES = "rates"
FOLDERS = ("honest", "clips")
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
    most = max(2, ceil(seconds / SECONDS))
    found, (sounds, unheard) = _films(data) if data else {}, _sounds(data) if data else ([], [])
    heard = cycle(_pieces(np.concatenate(sounds or [_room(60)])) or _pieces(_room(60)))
    used = {name for name, path in found.items() if _write_film(folder, name, _film(path), heard, most)}
    if not used:
        _write_film(folder, "drawn", clip.frames(clip.SHORT_SCENES, CAMERA_RATE), heard, most)
    for place, pictures in enumerate(islice(_screens(), max(2, ceil(seconds / SCREEN_SECONDS)))):
        body = encode(pictures, frames_per_second=SCREEN_RATE, kbps=SCREEN_KBPS)
        (folder / f"screen-{place:02}.webm").write_bytes(body)
    left_out = ", ".join([*(path.name for name, path in found.items() if name not in used), *unheard])
    about = f"{len(used)} clips and {len(sounds)} sounds of the labelled data" if used else "the drawn recording"
    return f"{about} (left out, unreadable or shorter than {SECONDS} s: {left_out})" if left_out else about


def _films(data: Path) -> dict[str, Path]:
    """Return the films by a name of their own: in one take, of real cameras."""
    honest = [path for path in _in(data / "honest") if in_one_take(path)]
    chosen = honest + [path for path in _in(data / "clips") if "_real_" in path.name]
    chosen = chosen or [footage.path for footage in read_folder(data / "clips") if footage.kind == REAL]
    twice = {name for name, times in Counter(path.stem for path in chosen).items() if times > 1}
    return {f"{path.parent.name}-{path.name}" if path.stem in twice else path.stem: path for path in chosen}


def _in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*")) if path.suffix.lower() in FILMS]


def _sounds(data: Path) -> tuple[list[np.ndarray], list[str]]:
    """Return the sounds, and the names of those that cannot be used."""
    found, unheard = [], []
    for path in sorted((data / "audio").glob("*.wav")):
        try:
            found.append(read_wav(path))
        except ValueError:
            unheard.append(path.name)
    return found, unheard


def _write_film(folder: Path, name: str, film: Iterator[np.ndarray], sounds: Iterator[np.ndarray], most: int) -> int:
    """Write the first segments of a film in all rates; return how many. None of it is as good as unreadable."""
    place = 0
    try:
        for place, pictures in enumerate(islice(_segments(film), most), start=1):
            heard, file = next(sounds), Path(name) / f"camera-{place - 1:02}.webm"
            _write(folder / file, pictures, CAMERA_RATE, CAMERA_KBPS, heard)
            for rate, bits in OTHER_RATES:
                _write(folder / RATES / f"{rate}-{bits}" / file, pictures, rate, bits, heard)
    except UnreadableMedia:
        return place
    return place


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
    try:
        labels = read_json(path.with_suffix(".json"))
        cuts = sum(len(labels.get(name) or []) for name in ("cuts", "identity_cuts"))
        return cuts * TAKE_SECONDS <= number(labels, "duration_s")
    except (BadLabel, TypeError):
        return True


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
