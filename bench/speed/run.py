"""What the analysis of recordings costs: run in a process of its own, one thread, all networks loaded."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

from bench.speed.bare import bare_decode
from bench.speed.clock import Clock
from bench.speed.confined import confined_cost
from bench.speed.material import OTHER_RATES, RATES
from bench.speed.processor import processor
from oes.analysis import decoded
from oes.analysis import segment as segments
from oes.analysis.columns import sound_column, to_columns
from oes.analysis.detectors import camera_episodes
from oes.analysis.listening import Listener, load_listener
from oes.analysis.measure import Measurer, load_measurer
from oes.analysis.media import first_picture, probe
from oes.analysis.networks.mesh import Mesh
from oes.analysis.networks.objects import Objects
from oes.analysis.networks.sface import SFace
from oes.analysis.networks.silero import Silero
from oes.analysis.networks.yunet import YuNet
from oes.analysis.reading import load_reader
from oes.analysis.screen_measure import ScreenMeasurer
from oes.analysis.segment import CameraMeasures, measure_camera
from oes.domain.measures import FrameMeasures
from oes.domain.policy import Policy, Thresholds

STEPS = (
    ("reading packets", segments, "read_once"),
    ("decoding video", segments, "sampled"),
    ("converting colours", decoded, "converted"),
    ("decoding sound", segments, "sound_blocks"),
    ("finding faces", YuNet, "faces_of_small"),
    ("landmarks and pose", Mesh, "pose"),
    ("recognition", SFace, "embedding"),
    ("people and objects", Objects, "things"),
    ("speech", Silero, "probabilities"),
)
STORING = "writing down"
HOUR = 3600.0
LOAD = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """One camera segment, and the film that it is from."""

    film: str
    path: Path
    known: tuple[tuple[float, ...], ...]
    settled: bool

    @property
    def body(self) -> bytes:
        """Its bytes, fetched anew as a worker does: kept ones would count as memory of the analysis."""
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Worker:
    """What one worker process keeps loaded."""

    measurer: Measurer
    listener: Listener

    def analysed(self, piece: Piece) -> CameraMeasures:
        return measure_camera(
            piece.body, measurer=self.measurer, known=piece.known, listener=self.listener, settled=piece.settled
        )

    def pieces(self, folder: Path) -> list[Piece]:
        """Return the segments of all films; each film's first one gives the reference."""
        films: dict[str, tuple[tuple[float, ...], ...]] = {}
        pieces = []
        for path in sorted(folder.glob("*/camera-*.webm")):
            film, place = path.parent.name, path.stem.rpartition("-")[2]
            if film not in films:
                seen = measure_camera(path.read_bytes(), measurer=self.measurer, known=()).frames
                films[film] = tuple(frame.embedding for frame in seen if frame.embedding)[:1]
            pieces.append(Piece(film, path, films[film], int(place) % 2 == 1))
        return pieces

    def warm(self, body: bytes) -> None:
        """Load every network: compiling is no cost of a student."""
        picture = first_picture(body).rgb
        for face in self.measurer.yunet.faces(picture, least_score=0.3)[:1]:
            self.measurer.mesh.pose(picture, face)
        measure_camera(body, measurer=self.measurer, known=(), listener=self.listener)


def run(folder: Path, models: Path, *, hours: Sequence[float], minutes: float) -> dict[str, Any]:
    """Return the figures of analysing the recordings in `folder`, repeated for the longest of `hours`."""
    worker = Worker(load_measurer(models), load_listener(models))
    pieces = worker.pieces(folder)
    worker.warm(pieces[0].body)
    figures = {"processor": processor()} | _analysed(pieces, worker, seconds=60 * minutes)
    bare = bare_decode([piece.path for piece in pieces])
    figures["bare_decode_ms_per_student_second"] = bare
    figures["ratio_to_bare_decode"] = figures["cpu_ms_per_student_second"] / bare
    figures["peak_without_screen_mb"] = _memory_mb()
    figures["screen_ms_per_student_second"] = _screen(folder, models)
    figures["peak_mb"] = _memory_mb()
    figures |= confined_cost(pieces, worker, models=models, seconds=60 * minutes)
    figures["rates"] = [_at_rate(folder / RATES, rate, kbps, worker) for rate, kbps in OTHER_RATES]
    figures["growth"] = _growth(pieces, worker, hours)
    figures["students_per_core_at_60_percent"] = 1000 * LOAD / figures["cpu_ms_per_student_second"]
    return figures


def _analysed(pieces: Sequence[Piece], worker: Worker, *, seconds: float) -> dict[str, Any]:
    clock, done, total = Clock(), 0.0, 0.0
    films: dict[str, tuple[float, float]] = {}
    with clock.watching(*STEPS):
        for piece in cycle(pieces):
            measured = worker.analysed(piece)
            with clock.step(STORING):
                _stored(measured)
            before, total = total, clock.total()
            spent, lasted = films.get(piece.film, (0.0, 0.0))
            films[piece.film] = spent + total - before, lasted + measured.facts.seconds
            done += measured.facts.seconds
            if done >= seconds:
                break
    split = {step: 1000 * spent / done for step, spent in sorted(clock.seconds.items(), key=lambda one: -one[1])}
    return {
        "student_seconds": done,
        "cpu_ms_per_student_second": 1000 * total / done,
        "split": split,
        "films": {film: 1000 * spent / lasted for film, (spent, lasted) in sorted(films.items())},
    }


def _at_rate(folder: Path, pictures: int, kbps: int, worker: Worker) -> dict[str, float]:
    """Return what the same films cost in another rate of pictures and bits; the better one of two rounds."""
    pieces = worker.pieces(folder / f"{pictures}-{kbps}")
    seconds = sum(probe(piece.body).seconds for piece in pieces)
    spent = min(_analysed(pieces, worker, seconds=seconds)["cpu_ms_per_student_second"] for _ in range(2))
    bare = bare_decode([piece.path for piece in pieces])
    return {
        "frames_per_second": pictures,
        "kbps": kbps,
        "cpu_ms_per_student_second": spent,
        "bare_decode_ms_per_student_second": bare,
    }


def _stored(measured: CameraMeasures) -> int:
    """Return the size of the set as it is stored."""
    columns, embeddings = to_columns(measured.frames)
    if measured.sound:
        columns["sound"] = sound_column(measured.sound)
    return len(json.dumps(columns)) + len(embeddings)


def _growth(pieces: Sequence[Piece], worker: Worker, hours: Sequence[float]) -> list[dict[str, float]]:
    """Return for each length what analysis and rules cost per student-second, and the memory by then."""
    clock, done, frames, out = Clock(), 0.0, [], []
    marks = sorted(hours)
    for piece in cycle(pieces):
        if not marks:
            return out
        measured = worker.analysed(piece)
        frames += [replace(f, at_seconds=done + f.at_seconds, embedding=None) for f in measured.frames]
        done += measured.facts.seconds
        if done >= marks[0] * HOUR:
            spent = clock.total()
            rules = _rules_seconds(frames)
            out.append(
                {
                    "hours": marks.pop(0),
                    "cpu_ms_per_student_second": 1000 * spent / done,
                    "rules_ms_per_student_second": 1000 * rules / done,
                    "peak_mb": _memory_mb(),
                }
            )
            clock = Clock()
            clock.seconds["before"] = spent
    return out


def _rules_seconds(frames: Sequence[FrameMeasures]) -> float:
    clock = Clock()
    camera_episodes(frames, Thresholds())
    return clock.total()


def _screen(folder: Path, models: Path) -> float:
    """Return what the screen costs once its reader is loaded; what stands on the first picture is read too."""
    reader, reading, seconds = load_reader(models), None, 0.0
    words = Policy().read_words()
    paths = sorted(folder.glob("screen-*.webm"))
    reader.words(first_picture(paths[0]).rgb, words)
    clock = Clock()
    for path in paths:
        body = path.read_bytes()
        lasts = probe(body).seconds
        screen = ScreenMeasurer(lists=words, reader=lambda: reader, reading=reading)
        list(screen.measure(body, starts_at=seconds, seconds=lasts))
        reading, seconds = screen.reading, seconds + lasts
    return 1000 * clock.total() / seconds


def _memory_mb() -> float:
    """Return the highest resident memory of this process. (getrusage would tell the starting process's, if higher.)"""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(float(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
