"""`oes bench accuracy`: how often the detectors are right, on a folder of labelled data."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from bench.accuracy.page import write_docs
from bench.accuracy.rows import report_to_json
from bench.accuracy.run import run_suites
from bench.accuracy.suites import SUITES
from bench.accuracy.table import print_rows
from bench.accuracy.tools import Terminal, Tools
from oes.analysis.model_files import verify

HELP = "recall, precision and false alarms of every detector on labelled data"
DATA = Path("..") / "shared" / "data"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA, help="labelled data folder (default ../shared/data)")
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument("--write-docs", action="store_true", help="rewrite docs/benchmark.md and its plots")
    parser.add_argument("--only", action="append", choices=[suite.name for suite in SUITES], metavar="SUITE")
    parser.add_argument("--quick", action="store_true", help="a bounded subset, for continuous integration")
    parser.add_argument("--threads", type=int, default=1, help="threads of each network (default 1)")


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    data, terminal = options["data"], Terminal()
    if not data.is_dir():
        raise CommandError(f"There is no folder {data}. Name the labelled data with --data.")
    tools = Tools(settings.OES_MODELS_DIR, threads=options["threads"], quick=options["quick"])
    chosen = [suite for suite in SUITES if not options["only"] or suite.name in options["only"]]
    report = run_suites(chosen, data, tools, terminal)
    print_rows(report, terminal)
    if options["json"]:
        text = json.dumps(report_to_json(report), indent=1, ensure_ascii=False)
        options["json"].write_text(text + "\n", encoding="utf-8")
    if options["write_docs"]:
        write_docs(report)
