"""`oes bench input-delay`: how much later the exam's page hears of a key while OES records, on a weak machine."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.input_delay.run import Conditions, InputDelay, measure
from bench.input_delay.sitting import NoBrowser
from bench.input_delay.weak_machine import OneCore
from bench.processes import NotReady
from bench.screen import NoScreen

HELP = "added input delay in the exam's tab: the browser on one core beside a load, and a slow uplink"
TARGET_MS = 50.0


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=60.0, help="typing with and without recording, each")
    parser.add_argument(
        "--load-percent", type=float, default=50.0, help="of the browser's core, taken by another program"
    )
    parser.add_argument("--kbps", type=float, default=256.0, help="uplink of the student, in kbit/s")
    parser.add_argument("--json", type=Path, help="write the figures to this file")


def run(options: dict[str, Any]) -> None:
    conditions = Conditions(options["seconds"], options["load_percent"], options["kbps"])
    if conditions.seconds < 2 or conditions.kbps <= 0 or not 0 <= conditions.load_percent <= 100:
        raise CommandError("--seconds is at least 2, --kbps more than 0, --load-percent between 0 and 100.")
    console = Console()
    try:
        figures = measure(conditions, models=settings.OES_MODELS_DIR, tell=console.print)
    except (NoBrowser, NoScreen, OneCore, NotReady, OSError) as error:
        raise CommandError(str(error)) from error
    print_figures(figures, conditions, console)
    if options["json"]:
        told = {"conditions": asdict(conditions), **asdict(figures)}
        options["json"].write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def print_figures(figures: InputDelay, conditions: Conditions, console: Console) -> None:
    """Print what was measured, and whether the promise was held."""
    table = Table(title=f"One core, {conditions.load_percent:g} % of it taken; uplink {conditions.kbps:g} kbit/s")
    for column in ("input delay, ms", "keys", "median", "p95", "longest"):
        table.add_column(column, justify="left" if column.startswith("input") else "right")
    for name, one in (("without OES", figures.without), ("while it records", figures.recording)):
        table.add_row(name, str(one.keys), f"{one.median:.1f}", f"{one.p95:.1f}", f"{one.longest:.1f}")
    table.add_row("added", "", f"{figures.added_median:.1f}", f"{figures.added_p95:.1f}", "", style="bold")
    console.print(table)
    holes = ", ".join(f"{track} {seconds:.1f} s" for track, seconds in figures.holes.items())
    console.print(
        f"{figures.segments} segments ({figures.megabytes:.1f} MB) of {figures.recorded_seconds:.0f} s stored, "
        f"{figures.unsent} never arrived; not recorded: {holes}"
    )
    held = "held" if figures.added_p95 < TARGET_MS else "MISSED"
    console.print(f"{held}: less than {TARGET_MS:g} ms added at p95")
