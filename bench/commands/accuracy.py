"""`oes bench accuracy`: how often the detectors are right, on a folder of labelled data."""

import json
from argparse import ArgumentParser
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
from oes.analysis.model_files import verify

HELP = "recall, precision and false alarms of every detector on labelled data"
DATA = Path("..") / "shared" / "data"
PARTS = [suite.name for suite in SUITES]
ONLY_HELP = f"one part; may be given several times: {', '.join(PARTS)}"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA, help="labelled data folder (default ../shared/data)")
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument("--write-docs", action="store_true", help="rewrite docs/benchmark.md and its plots")
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
    data, terminal = options["data"], Terminal()
    if not data.is_dir():
        raise CommandError(f"There is no folder {data}. Name the labelled data with --data.")
    if options["json"] and not options["json"].parent.is_dir():  # said before minutes of measuring, not after
        raise CommandError(f"There is no folder {options['json'].parent} for the rows. Make it, or name another file.")
    tools = Tools(settings.OES_MODELS_DIR, threads=options["threads"], quick=options["quick"], cache=options["cache"])
    report = _groups(options["groups"], data, tools, terminal) if options["groups"] else None
    report = report or _suites(options, data, tools, terminal)
    print_rows(report, terminal)
    if options["json"]:
        text = json.dumps(report_to_json(report), indent=1, ensure_ascii=False)
        options["json"].write_text(text + "\n", encoding="utf-8")
    if options["write_docs"]:
        _write(report, tools, terminal)
    if lost := [f"{name}: {why}" for name, why in report.skipped.items() if not why.startswith(NO_FOLDER)]:
        raise CommandError(f"Measured but for {len(lost)}, which the data does not allow. {'; '.join(lost)}")


def _write(report: Report, tools: Tools, terminal: Terminal) -> None:
    write_docs(report)
    if report.skipped:  # what was not all looked at proves no grade
        terminal.say(f"The grades in the product stay as they are: skipped {', '.join(report.skipped)}.")
    else:
        write_figures(report, tools.model_version)


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
