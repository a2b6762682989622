"""Which programs a policy names: ready lists from `programs.toml`, and an institution's own entries."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

OFF, INFORMATIVE, WEIGHS = "off", "informative", "weighs"
SEVERITIES = (OFF, INFORMATIVE, WEIGHS)
OWN = "own"
"""The list of an institution's own entries."""
SYSTEMS = ("windows", "linux", "macos")
_FILE = Path(__file__).with_name("programs.toml")


def _(caption: str) -> str:
    """Mark a caption for those who gather texts to translate; a page translates it where it shows it."""
    return caption


LABELS: dict[str, str] = {
    "messengers": _("Messengers"),
    "ai_assistants": _("AI assistants"),
    "screen_recorders": _("Screen recorders"),
    "remote_control": _("Remote control"),
    "virtual_cameras": _("Virtual cameras"),
    OWN: _("Own entries"),
}
DEFAULT_SEVERITIES: dict[str, str] = {
    "messengers": WEIGHS,
    "ai_assistants": WEIGHS,
    "screen_recorders": INFORMATIVE,
    "remote_control": INFORMATIVE,
    "virtual_cameras": INFORMATIVE,
    OWN: WEIGHS,
}
"""Services of remote control wait on many a computer without anybody at the other end, and a program that can make a
camera is no film in front of it: those lists inform, until an institution decides otherwise."""


@dataclass(frozen=True, slots=True)
class ListedProgram:
    """A program as people call it, and the processes it shows itself by, for each system in small letters."""

    name: str
    key: str
    """The list that it stands on."""
    processes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    maker: str = ""


@cache
def ready_lists() -> dict[str, tuple[ListedProgram, ...]]:
    """Return the lists that come with OES, by key."""
    stored = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {key: tuple(_listed(key, row) for row in rows) for key, rows in stored.items()}


def _listed(key: str, row: Mapping[str, object]) -> ListedProgram:
    processes = {system: _lower(row.get(system, ())) for system in SYSTEMS}
    return ListedProgram(str(row["name"]), key, processes, _lower(row.get("paths", ())), str(row.get("maker", "")))


def _lower(names: object) -> tuple[str, ...]:
    assert isinstance(names, list | tuple)
    return tuple(bare(str(name)) for name in names)


def bare(process: str) -> str:
    """Return a process's name as lists have it: small letters, without ".exe"."""
    return " ".join(process.lower().split()).removesuffix(".exe")


_ENTRY = re.compile(r"\s*(?:(?P<name>[^:]+):)?\s*(?P<processes>[^:]+?)\s*")


def own_program(line: str) -> ListedProgram:
    """Read an own entry: "Calculator: calc.exe, gnome-calculator", or one process. Raises ValueError."""
    found = _ENTRY.fullmatch(line)
    processes = tuple(bare(part) for part in found["processes"].split(",")) if found else ()
    if not found or not all(processes):
        raise ValueError(f"no process is named: {line!r}")
    name = " ".join((found["name"] or processes[0]).split())
    return ListedProgram(name, OWN, {system: processes for system in SYSTEMS})


def listed_programs(severities: Mapping[str, str], own: Iterable[str]) -> list[ListedProgram]:
    """Return the programs of all chosen lists, own entries first: they may say more of a program than a ready list.

    A name stands once. A list that is known no more is passed over: old versions of rules must stay readable.
    """
    rows = [own_program(line) for line in own] if severities.get(OWN, OFF) != OFF else []
    for key, programs in ready_lists().items():
        if severities.get(key, OFF) != OFF:
            rows += programs
    return list({row.name: row for row in reversed(rows)}.values())[::-1]
