"""`oes bench chain`: what sealing, hashing and the chain of evidence cost ingest."""

import json
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.chain import SECONDS, measure, sender_of
from bench.processes import NotReady, installation
from bench.seed import NotEmpty, seed
from oes.domain.policy import Policy

HELP = "processor time of sealing, hashing and the chain, as a share of ingest's"
MOST = 0.10
STUDENTS = 4
MOST_UNITS = 2000


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=200, help="times eight seconds of a student, each way (200)")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--inside", action="store_true", help="used by itself: measure in OES_DATA_DIR")


def run(options: dict[str, Any]) -> None:
    if not 1 <= options["units"] <= MOST_UNITS:
        raise CommandError(f"--units must be from 1 to {MOST_UNITS}.")
    if options["inside"]:
        sys.stdout.write(json.dumps(_measured(options["units"])) + "\n")
        return
    try:
        with (
            tempfile.TemporaryDirectory(prefix="oes-chain-", dir=settings.OES_DATA_DIR) as folder,
            installation(Path(folder), models=settings.OES_MODELS_DIR) as own,
        ):
            figures = json.loads(own.run("bench", "chain", "--inside", "--units", str(options["units"])))
    except (NotReady, OSError) as error:
        raise CommandError(str(error)) from error
    _print(figures)
    if options["json"]:
        options["json"].write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _measured(units: int) -> dict[str, Any]:
    try:
        told = seed(students=STUDENTS, planned_minutes=60, policy=Policy(), address="http://127.0.0.1:9/")
    except NotEmpty as error:
        raise CommandError(str(error)) from error
    senders = [sender_of(row["attempt"], row["token"]) for row in told["attempts"]]
    return measure(senders, units=units)


def _print(figures: dict[str, Any]) -> None:
    table = Table(title=f"Ingest of {SECONDS} seconds of a student: two segments, one batch of events")
    table.add_column("what")
    table.add_column("ms of processor time", justify="right")
    table.add_row("with sealing, hashing and chain", f"{figures['with_ms']:.2f}")
    table.add_row("without", f"{figures['without_ms']:.2f}")
    for part, spent in figures["part_ms"].items():
        table.add_row(f"{part} alone", f"{spent:.2f}")
    Console().print(table)
    low, high = figures["share_interval"]
    Console().print(f"share: {figures['share']:.1%} (95 % interval {low:.1%} to {high:.1%}, {figures['units']} units)")
    held = "held" if figures["share"] <= MOST else "MISSED"
    Console().print(f"{held}: at most {MOST:.0%} of ingest's processor time")
