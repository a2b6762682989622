"""What the confined process adds: the same segments analysed here and there, turn by turn."""

import time
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from math import ceil
from pathlib import Path
from typing import Protocol

from bench.speed.material import SECONDS
from oes.analysis.facts import CameraMeasures
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Room
from oes.lib.plain import from_plain

MOST_SEGMENTS = 120
WARM = 3
"""The first segments load the networks, there too."""


class Piece(Protocol):
    """One camera segment, as `run.Piece` has it."""

    known: tuple[tuple[float, ...], ...]
    settled: bool

    @property
    def body(self) -> bytes: ...


class Here(Protocol):
    """Analyses in this process."""

    def analysed(self, piece: Piece) -> CameraMeasures: ...


def confined_cost(pieces: Sequence[Piece], here: Here, *, models: Path, seconds: float) -> dict[str, float]:
    """Return processor time of both processes there by that of one here, elapsed time likewise, and the child's MB.

    So many seconds of recording are analysed in each place, in at most MOST_SEGMENTS segments.
    """
    segments = min(MOST_SEGMENTS, ceil(seconds / SECONDS))
    room = Room("oes.analysis.operations", Limits(), environment=lambda: _environment(models))
    for piece in islice(cycle(pieces), WARM):
        _there(room, piece)
    spent, passed = [0.0, 0.0], [0.0, 0.0]
    for piece in islice(cycle(pieces), segments):
        for place, analyse in enumerate((lambda: here.analysed(piece), lambda: _there(room, piece))):  # noqa: B023
            cpu, clock = _cpu(room), time.perf_counter()
            analyse()
            spent[place] += _cpu(room) - cpu
            passed[place] += time.perf_counter() - clock
    memory = _child_mb(room)
    room.close()
    return {"confined_ratio": spent[1] / spent[0], "confined_wall_ratio": passed[1] / passed[0], "confined_mb": memory}


def _there(room: Room, piece: Piece) -> CameraMeasures:
    told = {"known": piece.known, "listens": True, "checked": False, "settled": piece.settled, "compares": True}
    return from_plain(CameraMeasures, room.ask("camera", told, [piece.body])[0])


def _environment(models: Path) -> Mapping[str, str]:
    return {"OES_MODELS_DIR": str(models)}


def _cpu(room: Room) -> float:
    """Return the seconds of processor time of this process and its child."""
    return time.process_time() + _child_cpu(room)


def _child_cpu(room: Room) -> float:
    threads = Path(f"/proc/{room.pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text(encoding="ascii").split()[0]) for one in threads) / 1e9


def _child_mb(room: Room) -> float:
    status = Path(f"/proc/{room.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(float(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
