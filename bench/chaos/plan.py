"""What is to happen in a fault test, drawn from its seed alone: faults, evenly by kind, and the students' sittings."""

import random
from collections import Counter
from dataclasses import dataclass

KINDS = (
    "tab_killed",
    "browser_killed",
    "web_killed",
    "worker_killed",
    "database_cut",
    "disk_full",
    "requests_cut",
    "requests_slow",
    "requests_reordered",
    "requests_doubled",
    "server_clock",
    "page_clock",
)
LINE_KINDS = frozenset(kind for kind in KINDS if kind.startswith("requests_"))
LONGEST_SECONDS = 14.0
CAMERA_ONLY_SHARE = 0.4
CLOCK_STEPS = (-95.0, -35.0, -6.0, -1.5, 1.5, 6.0, 35.0, 95.0)
"""Seconds. Segments are taken up to half a minute ahead of the server's clock: steps lie on both sides of that."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `seconds`: how long it lasts; `place`: which student's place it strikes, where it strikes one only;
    `part` (0..1) chooses among the ways in which it can happen.
    """

    number: int
    kind: str
    at_seconds: float
    seconds: float
    place: int
    part: float


@dataclass(frozen=True, slots=True)
class Sitting:
    """One attempt that a place is to make: how long, and in which tier."""

    seconds: float
    tier: str


def planned(*, faults: int, seed: int, places: int, every_seconds: float) -> list[Fault]:
    """Return the faults in order of time. Each kind comes as often as every other, or once more."""
    chance = random.Random(f"faults/{seed}")
    first = chance.randrange(len(KINDS))
    kinds = [KINDS[(first + number) % len(KINDS)] for number in range(faults)]
    chance.shuffle(kinds)
    found, at = [], 2.0
    for number, kind in enumerate(kinds, start=1):
        at += chance.uniform(0.4, 1.6) * every_seconds
        found.append(
            Fault(
                number,
                kind,
                round(at, 3),
                round(chance.uniform(0.3, 2.5), 3),
                chance.randrange(places),
                round(chance.random(), 4),
            )  # fmt: skip
        )
    return found


def sittings(*, seed: int, place: int, seconds: float, longest: float = LONGEST_SECONDS) -> list[Sitting]:
    """Return the attempts of one place, one after another, that fill so many seconds and more; each lasts between
    half of `longest` and all of it.
    """
    chance = random.Random(f"sittings/{seed}/{place}")
    found: list[Sitting] = []
    while sum(one.seconds for one in found) < seconds:
        tier = "B" if chance.random() < CAMERA_ONLY_SHARE else "A"
        found.append(Sitting(round(chance.uniform(longest / 2, longest), 2), tier))
    return found


def step_of(fault: Fault) -> float:
    """Return by how many seconds a fault of the server's clock moves it."""
    return CLOCK_STEPS[int(fault.part * len(CLOCK_STEPS))]


def counted(faults: list[Fault]) -> dict[str, int]:
    """Return how many faults there are of each kind, in the order of KINDS."""
    number = Counter(fault.kind for fault in faults)
    return {kind: number[kind] for kind in KINDS}
