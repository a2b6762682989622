"""`oes bench speed`: what analysis costs, per second of one student's recording."""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.accuracy.cost_page import SPEED, TARGET_MB, TARGET_MS
from bench.accuracy.page import write_beside
from bench.output import check_output, write_output
from bench.speed.material import FOLDERS, write_material
from oes.analysis.model_files import verify
from oes.lib.confined.room import OWN
from oes.lib.one_thread import ONE_THREAD

HELP = "processor time and memory of analysis, by step"
DATA = Path("..") / "shared" / "data"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA, help="labelled data folder; without it the drawn recording")
    parser.add_argument("--minutes", type=float, default=15.0, help="recording to analyse for the split (default 15)")
    parser.add_argument("--hours", default="1,8", help="lengths whose growth is compared; empty for none")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--write-docs", action="store_true", help="rewrite the section in docs/benchmark.md")


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    try:
        hours = [float(one) for one in options["hours"].split(",") if one]
    except ValueError as error:
        raise CommandError("--hours takes numbers with commas between them, such as 1,8.") from error
    if options["minutes"] <= 0:
        raise CommandError("--minutes must be more than 0.")
    check_output(options["json"])
    console = Console()
    data = options["data"] if any((options["data"] / name).is_dir() for name in FOLDERS) else None
    if data is None:
        console.print(f"No labelled recordings in {options['data']}: measured on the drawn recording.")
    with tempfile.TemporaryDirectory(prefix="oes-speed-") as folder:
        with console.status("Encoding recordings as a browser sends them"):
            about = write_material(Path(folder), data=data, seconds=60 * options["minutes"])
        with console.status(f"Analysing {options['minutes']:g} minutes, then {options['hours'] or 'no'} hours"):
            figures = _measured(Path(folder), hours=hours, minutes=options["minutes"])
    figures["material"] = about
    _print(figures, console)
    write_output(options["json"], figures)
    if options["write_docs"]:
        write_beside(SPEED, figures)


def _measured(folder: Path, **told: Any) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.speed", str(folder), str(settings.OES_MODELS_DIR), json.dumps(told)]
    as_confined = OWN | ONE_THREAD
    done = subprocess.run(command, env=os.environ | as_confined, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise CommandError("The measured process failed; what it said stands above.")
    return dict(json.loads(done.stdout))


def _print(figures: dict[str, Any], console: Console) -> None:
    cost = figures["cpu_ms_per_student_second"]
    about = f"{figures['material']}; {figures['processor']}"
    table = Table(title=f"Analysis of camera and sound on one thread ({about})")
    table.add_column("step")
    table.add_column("ms per student-second", justify="right")
    for step, spent in figures["split"].items():
        table.add_row(step, f"{spent:.2f}")
    table.add_row("together", f"{cost:.2f}", style="bold")
    table.add_row("bare decoding of the same files", f"{figures['bare_decode_ms_per_student_second']:.2f}")
    table.add_row("screen, apart", f"{figures['screen_ms_per_student_second']:.2f}")
    console.print(table)
    console.print(f"{figures['ratio_to_bare_decode']:.2f} times bare decoding")
    console.print(f"{figures['students_per_core_at_60_percent']:.0f} students a core at 60 % load")
    console.print(
        f"in its confined process {figures['confined_ratio']:.3f} times the processor time and "
        f"{figures['confined_wall_ratio']:.3f} times as long; that process takes {figures['confined_mb']:.0f} MB"
    )
    for film, spent in figures["films"].items():
        console.print(f"{film}: {spent:.1f} ms")
    for row in figures["rates"]:
        console.print(
            f"at {row['frames_per_second']} pictures a second and {row['kbps']} kbit/s: "
            f"{row['cpu_ms_per_student_second']:.2f} ms, bare {row['bare_decode_ms_per_student_second']:.2f}"
        )
    for row in figures["growth"]:
        console.print(
            f"after {row['hours']:g} h: {row['cpu_ms_per_student_second']:.2f} ms a student-second, rules "
            f"{row['rules_ms_per_student_second']:.3f} ms, {row['peak_mb']:.0f} MB"
        )
    _verdict(console, cost <= TARGET_MS, f"at most {TARGET_MS:g} ms a student-second, decoding included")
    _verdict(
        console,
        figures["peak_mb"] <= TARGET_MB,
        f"at most {TARGET_MB:g} MB with all networks ({figures['peak_mb']:.0f})",
    )


def _verdict(console: Console, held: bool, target: str) -> None:
    console.print(f"{'held' if held else 'MISSED'}: {target}")
