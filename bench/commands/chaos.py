"""`oes bench chaos`: faults at random moments, and afterwards an account that balances to the second."""

import signal
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.chaos.figures import PAGE, write_figures
from bench.chaos.run import Outcome, Wanted, run_chaos, write_json
from bench.processes import NotReady
from oes.analysis.model_files import verify

HELP = "faults of every kind at random moments: nothing that was acknowledged may be missing"
SHOWN = 30


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--faults", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1, help="the same seed plans the same faults")
    parser.add_argument("--every-seconds", type=float, default=1.5, help="between two faults, on average (default 1.5)")
    parser.add_argument("--places", type=int, default=8, help="students at a time (default 8)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--write-docs", action="store_true", help=f"write the figures into {PAGE}")
    parser.add_argument("--keep", type=Path, help="an empty folder to run in, kept afterwards")


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    console = Console()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # its disk is unmounted then
    wanted = Wanted(
        faults=options["faults"], seed=options["seed"], every_seconds=options["every_seconds"],
        places=options["places"],
    )  # fmt: skip
    try:
        with tempfile.TemporaryDirectory(prefix="oes-chaos-") as own:
            outcome = run_chaos(
                wanted, folder=options["keep"] or Path(own), models=settings.OES_MODELS_DIR, tell=console.print
            )
    except (NotReady, OSError) as error:
        raise CommandError(str(error)) from error
    if options["json"]:
        write_json(outcome, options["json"])
    if options["write_docs"]:
        write_figures(outcome, settings.BASE_DIR / PAGE)
    _print(outcome, console)
    if outcome.problems:
        raise CommandError(f"{len(outcome.problems)} problems with seed {wanted.seed}, {wanted.faults} faults")


def _print(outcome: Outcome, console: Console) -> None:
    table = Table(title=f"{outcome.wanted.faults} faults, seed {outcome.wanted.seed}")
    table.add_column("what")
    table.add_column("figure", justify="right")
    for kind, number in outcome.kinds.items():
        table.add_row(kind, str(number))
    for name, value in outcome.figures.items():
        table.add_row(name, str(value))
    console.print(table)
    for line in outcome.by_itself:
        console.print(f"ended by itself: {line}", markup=False)
    if outcome.problems:
        for line in outcome.struck:
            console.print(line, markup=False)
        for problem in outcome.problems[:SHOWN]:
            console.print(f"PROBLEM {problem}", markup=False)
    else:
        console.print("held: accounts balance, nothing acknowledged is missing, nothing is there twice")
