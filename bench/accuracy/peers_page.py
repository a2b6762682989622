"""The page's section on what users would pick instead. Pure text from the figures of `oes bench peers`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.accuracy.intervals import wilson
from bench.accuracy.rows import LEAST_TO_DECIDE
from bench.peers_runs.material import STILLS
from bench.peers_runs.scoring import Part, share

BESIDE_PEERS = "benchmark-peers.json"

ABOUT = f"""OES beside what one would build on instead: the same pictures (one a second, decoded beforehand and not
counted), the same run, one thread on one processor each. Processor time is a ratio to that of OES, because it depends
on the machine; × above 1 is more. OES pays for all that it measures on a camera picture: faces, pose, recognition,
people and things. The peers do less: MediaPipe recognises nobody, the others know no pose, none looks for things.
Peers run as their own examples show; other settings would move the figures. With fewer than {LEAST_TO_DECIDE} pictures
a column counts and decides nothing, and where all find everything the pictures are too easy to rank them. The clips
are those that OES was developed on, which favours it. Peers are packages of this benchmark alone, never of the
product: `oes bench peers` puts them into environments of their own."""
SEEN = (
    "system",
    "processor time",
    "face found, real",
    "ratio",
    "face found, composed",
    "face in an empty room",
    "second person found",
    "second person, false",
)
HARD = ("system", "dark", "a third of the size", "noisy", "from the side", "together, ratio")
PAIRS = ("system", "decided rightly", "95 %", "ratio", "cannot tell", "one person called two", "two called one")


@dataclass(frozen=True, slots=True)
class Shown:
    """A table: what it is about, its headings, its rows of cells."""

    about: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(figures: dict[str, Any]) -> list[Shown]:
    """Return the tables; those that nothing is known for are left out."""
    told, systems = figures["material"], figures["systems"]
    ran = [one for one in systems if not one["problem"]]
    hard = [one for one in ran if one["hard_ratio"] is not None]
    known = [one for one in ran if one["parts"]["pairs_right"]]
    all_of_them = [
        Shown(f"{told['pictures']} pictures of {told['films']} clips", SEEN, tuple(_seen(one) for one in systems)),
        Shown(
            f"Face found in {told['stills']} harder pictures, one by one: real clips changed, portraits in profile",
            HARD,
            tuple(_found(one) for one in hard),
        ),
        Shown(
            f"Is it the same person: {told['pairs']} pairs of press portraits (LFW)",
            PAIRS,
            tuple(_recognised(one) for one in known),
        ),
    ]
    return [table for table in all_of_them if table.rows]


def peers_section(figures: dict[str, Any]) -> list[str]:
    """Return the lines of the section, from what `oes bench peers --write-docs` wrote."""
    lines = ["## What one would pick instead", "", ABOUT, ""]
    for table in tables(figures):
        lines += [f"{table.about}:", "", *_markdown(table), ""]
    lines += [_licence(one) for one in figures["systems"] if one["licences"]]
    return [*lines, ""]


def _seen(one: dict[str, Any]) -> tuple[str, ...]:
    if one["problem"]:
        return (one["name"], one["problem"], *[""] * (len(SEEN) - 2))
    parts = one["parts"]
    return (
        one["name"],
        times(one["cpu_ratio"]),
        counted(parts["found_real"]),
        times(one["recall_ratio"]),
        counted(parts["found_composed"]),
        counted(parts["false_in_empty"]),
        counted(parts["second_found"]),
        counted(parts["second_false"]),
    )


def _found(one: dict[str, Any]) -> tuple[str, ...]:
    return (one["name"], *(counted(one["parts"][f"found_{kind}"]) for kind in STILLS), times(one["hard_ratio"]))


def _recognised(one: dict[str, Any]) -> tuple[str, ...]:
    parts = one["parts"]
    low, high = wilson(parts["pairs_right"]["found"], parts["pairs_right"]["of"])
    return (
        one["name"],
        counted(parts["pairs_right"]),
        f"{100 * low:.1f} to {100 * high:.1f} %",
        times(one["pairs_ratio"]),
        *(counted(parts[key]) for key in ("pairs_open", "called_two", "called_one")),
    )


def _licence(one: dict[str, Any]) -> str:
    packages = ", ".join(f"`{package}`" for package in one["packages"])
    return f"- {one['name']}: {packages}; {one['licences']}."


def counted(part: Part | None) -> str:
    """Return a share and what it counts, such as "97.5 % of 200"; of too few the count alone."""
    value = share(part)
    if value is None or part is None:
        return "–"
    return (
        f"{100 * value:.1f} % of {part['of']}" if part["of"] >= LEAST_TO_DECIDE else f"{part['found']} of {part['of']}"
    )


def times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f} ×" if value < 10 else f"{value:.0f} ×"


def _markdown(table: Shown) -> Iterator[str]:
    yield f"| {' | '.join(table.headings)} |"
    yield "|" + "---|" * len(table.headings)
    yield from (f"| {' | '.join(row)} |" for row in table.rows)
