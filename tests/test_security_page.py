"""docs/security.md leaves no requirement out, and names only tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
STATES = {"met", "in part", "not met", "operator", "n/a"}
LAST = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4), 7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 11: (2, 3, 3, 4, 1, 1),
    12: (3, 2, 4), 13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3),
}  # fmt: skip
"""How many requirements of levels 1 and 2 each section has. Chapters 10 and 17 are of nothing that is here."""


def wanted() -> list[str]:
    return [
        f"{chapter}.{section}.{number}"
        for chapter, counts in LAST.items()
        for section, count in enumerate(counts, start=1)
        for number in range(1, count + 1)
    ]


def lines() -> list[list[str]]:
    """Return the cells of every line about requirements."""
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def numbers_of(cell: str) -> list[str]:
    """Read `6.2.1, 6.2.9` and `1.2.6–1.2.8`."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        section, _, start = first.rpartition(".")
        stop = int((last or first).rpartition(".")[2])
        found += [f"{section}.{number}" for number in range(int(start), stop + 1)]
    return found


def test_every_requirement_has_one_line():
    told = [number for cells in lines() for number in numbers_of(cells[0])]
    assert sorted(told) == sorted(wanted())


def test_every_line_says_how_it_stands():
    assert {cells[2] for cells in lines()} <= STATES
    short = [cells[0] for cells in lines() if cells[2] in ("met", "in part") and not (cells[3] or cells[1])]
    assert short == []


def test_what_is_not_met_stands_at_the_top():
    top = PAGE.partition("## 1 ")[0]
    missing = [number for cells in lines() if cells[2] == "not met" for number in numbers_of(cells[0])]
    assert [number for number in missing if number not in top and number != "6.1.2"] == []


def test_it_names_tests_that_are_there():
    named = {name for cells in lines() for name in re.findall(r"`([\w/]+\.py|durability/)`", cells[4])}
    assert [n for n in named if not any((ROOT / place / n).exists() for place in ("oes", "tests", "."))] == []
