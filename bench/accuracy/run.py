"""Run the suites over a data folder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bench.accuracy.rows import Outcome, Report, Row
from bench.accuracy.tools import Terminal, Tools


class Run(Protocol):
    """A suite's function: the data folder, the networks, the terminal -> rows."""

    def __call__(self, data: Path, tools: Tools, terminal: Terminal) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Suite:
    """`folders` (names inside the data folder) must all be there, else the suite's rows are skipped."""

    name: str
    title: str
    folders: tuple[str, ...]
    run: Run

    def missing(self, data: Path) -> str:
        """Return why the suite cannot run, or nothing."""
        absent = [folder for folder in self.folders if not (data / folder).is_dir()]
        return f"no folder {', '.join(absent)}" if absent else ""


def run_suites(suites: Iterable[Suite], data: Path, tools: Tools, terminal: Terminal) -> Report:
    """Return the rows of all suites whose data is there; the others are named in `skipped`."""
    rows: list[Row] = []
    curves, remarks, skipped = [], {}, {}
    for suite in suites:
        if reason := suite.missing(data):
            terminal.say(f"{suite.title}: skipped, {reason}")
            skipped[suite.name] = reason
            continue
        outcome = suite.run(data, tools, terminal)
        rows += _stamped(outcome.rows, suite, tools)
        curves += outcome.curves
        remarks[suite.name] = list(outcome.remarks)
    return Report(tuple(rows), tuple(curves), remarks, skipped, tools.model_versions, tools.policy_version, tools.quick)


def _stamped(rows: Sequence[Row], suite: Suite, tools: Tools) -> list[Row]:
    """Fill in what every row must say and no suite needs to know."""
    return [
        replace(row, suite=suite.name, model=row.model or tools.model_version, policy=tools.policy_version)
        for row in rows
    ]
