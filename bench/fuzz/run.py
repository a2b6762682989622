"""Asks the confined process about broken files, one after another, and keeps what should not happen."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.fuzz.mutations import mutant
from oes.analysis.facts import CameraMeasures, ChallengeSeen, MediaFacts, PhotoFacts, ScreenSeen
from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed, Room
from oes.lib.plain import from_plain

LIMITS = Limits(cpu_seconds=30, wall_seconds=60.0)
SLOW_SECONDS = 10.0
"""Longer than a hundred times what the whole file takes: worth a look, though every limit holds."""
SPAN = {"window": [0.0, 2.0], "straight": [0.0, 1.0]}
KNOWN = [[0.6, 0.8] + [0.0] * 126]
WORDS = {"messenger": ["Telegram", "WhatsApp"]}
ASKED: dict[str, tuple[dict[str, Any], type | None]] = {
    "camera": ({"known": KNOWN, "listens": True, "checked": True, "settled": False, "compares": True}, CameraMeasures),
    "screen": ({"lists": WORDS, "reading": None, "starts_at": 0.0, "seconds": 2.0}, ScreenSeen),
    "challenge": ({"starts": [0.0], "compares": True, **SPAN}, ChallengeSeen),
    "facts": ({}, MediaFacts),
    "still": ({"at_seconds": 1.0}, None),
    "playable": ({}, None),
    "photo": ({}, PhotoFacts),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A file that broke its reader or took too long. `number` makes it again."""

    number: int
    made_of: str
    asked: str
    what: str


@dataclass(slots=True)
class Outcome:
    """What became of all files, by question and answer; times in seconds."""

    files: int = 0
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    slowest: float = 0.0


def fuzz(
    room: Room,
    whole: dict[str, bytes],
    *,
    seed: int,
    numbers: Sequence[int] | None = None,
    seconds: float = float("inf"),
    report: Callable[[Finding], None] = lambda finding: None,
    asked: Sequence[str] = tuple(ASKED),
) -> Outcome:
    """Ask about the broken files with these numbers, or about all from 0 on, for so many seconds."""
    outcome, until, number = Outcome(), time.monotonic() + seconds, 0
    names, bodies = list(whole), list(whole.values())
    while time.monotonic() < until and (numbers is None or outcome.files < len(numbers)):
        number = outcome.files if numbers is None else numbers[outcome.files]
        place, body = mutant(bodies, number, seed=seed)
        for name in questions(names[place], number, asked):
            began = time.monotonic()
            what = _asked(room, name, body)
            passed = time.monotonic() - began
            outcome.slowest = max(outcome.slowest, passed)
            outcome.answers[name, what if what in ("read", "unreadable") else "broke"] += 1
            what = f"{passed:.1f} s" if passed > SLOW_SECONDS else what
            if what not in ("read", "unreadable"):
                outcome.findings.append(Finding(number, names[place], name, what))
                report(outcome.findings[-1])
        outcome.files += 1
    return outcome


def questions(made_of: str, number: int, asked: Sequence[str]) -> list[str]:
    """Return what is asked about a file: photos are looked at as photos, recordings in two ways by turns."""
    if made_of.startswith("photo"):
        return [name for name in ("photo",) if name in asked]
    ways = [name for name in asked if name != "photo"]
    return sorted({ways[number % len(ways)], ways[(number // len(ways)) % len(ways)]}) if ways else []


def _asked(room: Room, name: str, body: bytes) -> str:
    told, kind = ASKED[name]
    try:
        said, made = room.ask(name, told, [body])
        if kind is not None:
            from_plain(kind, said)
        elif len(made) != 1:
            return "no picture"
    except Failed as error:
        return "unreadable" if error.kind == "unreadable" else f"{error.kind}: {error}"
    except Died as error:
        return str(error)
    except ValueError as error:
        return f"nonsense: {error}"
    return "read"


def confined_room(models: Path) -> Room:
    """Return the room that is asked: the worker's, with shorter patience."""
    return Room("oes.analysis.operations", LIMITS, environment=lambda: {"OES_MODELS_DIR": str(models)})
