"""The page's section on what users would pick instead. Pure text from the figures of `oes bench peers`."""

from collections.abc import Iterator
from typing import Any

from bench.peers_runs.material import STILLS
from bench.peers_runs.scoring import Part, share

BESIDE_PEERS = "benchmark-peers.json"

ABOUT = """OES beside what one would build on instead: the same pictures (one a second, decoded beforehand and not
counted), the same run, one thread on one processor each. Processor time is stated as a ratio only, because it
depends on the machine. That of OES covers all that it measures on a camera picture: faces, pose, recognition, people
and things; the peers do less: MediaPipe recognises nobody, none of them looks for things. Settings are those of
their own first examples; other settings would move the figures. Peers are packages of this benchmark alone, never of
the product. `oes bench peers` measures it anew."""
HEADINGS = (
    "system",
    "processor time",
    "face found, real",
    "ratio",
    "face found, composed",
    "face in an empty room",
    "second person found",
    "second person, false",
)
HARD_HEADINGS = ("system", "dark", "a third of the size", "noisy", "from the side", "together, ratio")
PAIR_HEADINGS = ("system", "decided rightly", "ratio", "cannot tell", "one person called two", "two called one")


def peers_section(figures: dict[str, Any]) -> list[str]:
    """Return the lines of the section, from what `oes bench peers --write-docs` wrote."""
    told, systems = figures["material"], figures["systems"]
    lines = ["## What one would pick instead", "", ABOUT, ""]
    lines += [f"{told['pictures']} pictures of {told['films']} clips:", ""]
    lines += [*_table(HEADINGS, (_seen(one) for one in systems)), ""]
    lines += [
        f"{told['stills']} harder pictures, one by one: those of real clips changed, and portraits in profile:",
        "",
    ]
    hard = [one for one in systems if not one["problem"] and one["hard_ratio"] is not None]
    lines += [*_table(HARD_HEADINGS, (_found(one) for one in hard)), ""]
    known = [one for one in systems if not one["problem"] and one["parts"]["pairs_right"]]
    if known:
        lines += [f"Is it the same person, {told['pairs']} pairs of press portraits (LFW):", ""]
        lines += [*_table(PAIR_HEADINGS, (_recognised(one) for one in known)), ""]
    lines += [_licence(one) for one in systems if one["licences"]]
    return [*lines, ""]


def _seen(one: dict[str, Any]) -> tuple[str, ...]:
    if one["problem"]:
        return (one["name"], one["problem"], *[""] * (len(HEADINGS) - 2))
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
    return (
        one["name"],
        counted(parts["pairs_right"]),
        times(one["pairs_ratio"]),
        *(counted(parts[key]) for key in ("pairs_open", "called_two", "called_one")),
    )


def _licence(one: dict[str, Any]) -> str:
    packages = ", ".join(f"`{package}`" for package in one["packages"])
    return f"- {one['name']}: {packages}; {one['licences']}."


def counted(part: Part | None) -> str:
    """Return a share and what it counts, such as "97.5 % of 200"."""
    value = share(part)
    return "–" if value is None or part is None else f"{100 * value:.1f} % of {part['of']}"


def times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f} ×" if value < 10 else f"{value:.0f} ×"


def _table(headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|" + "---|" * len(headings)
    yield from (f"| {' | '.join(row)} |" for row in rows)
