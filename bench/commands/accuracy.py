"""`oes bench accuracy`: how often the detectors are right, on a folder of labelled data."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from bench.accuracy.gate import write_figures
from bench.accuracy.group_list import BadGroups, read_groups
from bench.accuracy.groups import group_rows
from bench.accuracy.page import write_docs
from bench.accuracy.rows import Report, report_to_json
from bench.accuracy.run import NO_FOLDER, Suite, run_suites
from bench.accuracy.suites import SUITES
from bench.accuracy.table import print_rows
from bench.accuracy.tools import Terminal, Tools
from bench.output import check_output, write_output
from oes.analysis.model_files import verify

HELP = "recall, precision and false alarms of every detector on labelled data"
DATA = Path("..") / "shared" / "data"
DOCS_STAY = "docs/benchmark.md and the grades in the product stay as they are."
MOST_NAMED = 5
PARTS = [suite.name for suite in SUITES]
ONLY_HELP = f"one part; may be given several times: {', '.join(PARTS)}"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA, help="labelled data folder (default ../shared/data)")
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument(
        "--write-docs", action="store_true", help="rewrite docs/benchmark.md and its plots; needs all of the data"
    )
    parser.add_argument("--only", action="append", choices=PARTS, metavar="SUITE", help=ONLY_HELP)
    parser.add_argument("--quick", action="store_true", help="a bounded subset, for continuous integration")
    parser.add_argument("--cache", type=Path, help="keep the measures of clips in this folder for the next run")
    parser.add_argument("--groups", type=Path, help="measure the groups of this CSV (picture, person, group) instead")
    parser.add_argument("--threads", type=int, default=1, help="threads of each network (default 1)")


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    if options["write_docs"] and (options["only"] or options["quick"] or options["groups"]):
        raise CommandError("--write-docs needs a whole run: leave out --only, --quick and --groups.")
    if options["threads"] < 1:
        raise CommandError("--threads must be 1 or more.")
    data, terminal = options["data"], Terminal()
    if not data.is_dir():
        raise CommandError(f"There is no folder {data}. Name the labelled data with --data.")
    check_output(options["json"])
    tools = Tools(settings.OES_MODELS_DIR, threads=options["threads"], quick=options["quick"], cache=options["cache"])
    report = _groups(options["groups"], data, tools, terminal) if options["groups"] else None
    report = report or _suites(options, data, tools, terminal)
    print_rows(report, terminal)
    write_output(options["json"], report_to_json(report))
    lost = [f"{name}: {why}" for name, why in report.skipped.items() if not why.startswith(NO_FOLDER)]
    told = f"Measured but for {len(lost)}, which the data does not allow. {named(lost)}" if lost else ""
    if options["write_docs"] and report.skipped:  # what was not all looked at proves no grade
        absent = f"{DOCS_STAY} They need all of the data; skipped {named(list(report.skipped))}."
        raise CommandError(" ".join(filter(None, (absent, told))))
    if options["write_docs"]:
        write_docs(report)
        write_figures(report, tools.model_version)
    if told:
        raise CommandError(told)


def named(parts: Sequence[str]) -> str:
    """Return the first of what is told in one line; all of them stand above it."""
    rest = f" and {len(parts) - MOST_NAMED} more, told above" if len(parts) > MOST_NAMED else ""
    return "; ".join(parts[:MOST_NAMED]) + rest


def _suites(options: dict[str, Any], data: Path, tools: Tools, terminal: Terminal) -> Report:
    chosen = [suite for suite in SUITES if not options["only"] or suite.name in options["only"]]
    return run_suites(chosen, data, tools, terminal)


def _groups(listing: Path, data: Path, tools: Tools, terminal: Terminal) -> Report:
    try:
        portraits = read_groups(listing, data)
    except BadGroups as error:
        raise CommandError(str(error)) from error
    title = "Groups of this institution"
    suite = Suite("groups", title, (), lambda data, tools, terminal: group_rows(portraits, data, tools, terminal))
    return run_suites([suite], data, tools, terminal)
