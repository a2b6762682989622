"""Run the suites over a data folder."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bench.accuracy.footage import looked_through
from bench.accuracy.listed import BadData
from bench.accuracy.rows import Outcome, Report, Row
from bench.accuracy.tools import Terminal, Tools
from oes.analysis.facts import UnreadableMedia

log = logging.getLogger(__name__)
CLIPS = ("clips", "honest")
NO_FOLDER = "no folder"
UNFIT = (ArithmeticError, LookupError, OSError, UnreadableMedia, ValueError)
"""What a list without its columns, a picture that is not there or an empty part comes to."""


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
        return f"{NO_FOLDER} {', '.join(absent)}" if absent else ""


def run_suites(suites: Iterable[Suite], data: Path, tools: Tools, terminal: Terminal) -> Report:
    """Return the rows of all suites whose data can be used; the others, and what is left out, stand in `skipped`."""
    chosen = list(suites)
    skipped = _clips_left_out(chosen, data, terminal)
    rows: list[Row] = []
    curves, remarks = [], {}
    for suite in chosen:
        outcome = suite.missing(data) or _outcome(suite, data, tools, terminal)
        if isinstance(outcome, str):
            terminal.say(f"{suite.title}: skipped, {outcome}")
            skipped[suite.name] = outcome
            continue
        skipped |= _told(outcome.left_out, terminal)
        rows += _stamped(outcome.rows, suite, tools)
        curves += outcome.curves
        remarks[suite.name] = list(outcome.remarks)
    return Report(tuple(rows), tuple(curves), remarks, skipped, tools.model_versions, tools.policy_version, tools.quick)


def _clips_left_out(suites: Iterable[Suite], data: Path, terminal: Terminal) -> dict[str, str]:
    """Say once, for all suites that look at clips, which cannot be scored, and which labels are not known."""
    used = {folder for suite in suites for folder in suite.folders}
    used |= {"clips"} if "honest" in used else set()  # honest footage is in both
    looked = [looked_through(data / folder) for folder in CLIPS if folder in used and (data / folder).is_dir()]
    for name, notice in (item for folder in looked for item in folder.notices.items()):
        terminal.say(f"{name}: {notice}")
    return _told({name: why for folder in looked for name, why in folder.left_out.items()}, terminal)


def _told(left_out: Mapping[str, str], terminal: Terminal) -> dict[str, str]:
    for name, reason in left_out.items():
        terminal.say(f"{name}: left out, {reason}")
    return dict(left_out)


def _outcome(suite: Suite, data: Path, tools: Tools, terminal: Terminal) -> Outcome | str:
    """Return what a suite gives, or why its data cannot be used: the rows of the others must not be lost by it."""
    try:
        return suite.run(data, tools, terminal)
    except BadData as error:
        return str(error)
    except UNFIT as error:
        log.debug("%s stopped", suite.name, exc_info=True)
        return f"its data cannot be used ({type(error).__name__}: {error})"


def _stamped(rows: Sequence[Row], suite: Suite, tools: Tools) -> list[Row]:
    """Fill in what every row must say and no suite needs to know."""
    return [
        replace(row, suite=suite.name, model=row.model or tools.model_version, policy=tools.policy_version)
        for row in rows
    ]
