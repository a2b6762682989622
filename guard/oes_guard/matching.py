"""Which of the running programs are on the exam's list. Pure: nothing of it looks at the computer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Process:
    """A running program as the system names it. `original` and `maker`: what its own version information says."""

    pid: int
    name: str
    path: str = ""
    original: str = ""
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A program of the exam's list: a person's name for it, and how to know it on this system."""

    name: str
    processes: frozenset[str]
    paths: tuple[str, ...] = ()
    maker: str = ""

    def is_shown_by(self, process: Process) -> bool:
        """Return whether a process is this program. A maker that is known and another one is not meant."""
        if self.maker and process.maker and self.maker.lower() not in process.maker.lower():
            return False
        path = process.path.replace("\\", "/").lower()
        names = {bare(process.name), bare(process.original), bare(path.rpartition("/")[2])}
        return bool(names & self.processes) or any(part in path for part in self.paths)


def listed_of(rows: Iterable[dict[str, Any]]) -> list[Listed]:
    """Read the list that the server sends."""
    return [
        Listed(
            str(row["name"]),
            frozenset(bare(str(name)) for name in row.get("processes", ())),
            tuple(str(part).lower() for part in row.get("paths", ()) if part),
            str(row.get("maker", "")),
        )
        for row in rows
    ]


def bare(name: str) -> str:
    """Return a process's name as lists have it: small letters, without ".exe"."""
    return " ".join(name.lower().split()).removesuffix(".exe")


def running(listed: Iterable[Listed], processes: Iterable[Process]) -> set[str]:
    """Return the names of listed programs that run."""
    rows = list(processes)
    return {one.name for one in listed if any(one.is_shown_by(process) for process in rows)}


def called(listed: Iterable[Listed], process: Process) -> str:
    """Return what a program is called: as the list does, else as the system does."""
    return next((one.name for one in listed if one.is_shown_by(process)), process.name.strip() or "?")
