"""`oes bench load`: a load of N students on a server and a worker of its own."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.clips import load_clip
from bench.load import LoadReport, run_load, write_json
from bench.processes import NotReady, installation
from oes.analysis.model_files import verify

HELP = "N browsers on a server and a worker of its own"
SOON_SECONDS = 15.0


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--processes", type=int, default=1, help="worker processes (default 1)")
    parser.add_argument("--clip", type=Path, help="camera recording to send; default: the drawn one")
    parser.add_argument("--json", type=Path, help="write the figures to this file")


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    camera, screen = load_clip(options["clip"])
    try:
        with (
            tempfile.TemporaryDirectory(prefix="oes-load-") as folder,
            installation(Path(folder), models=settings.OES_MODELS_DIR) as own,
        ):
            own.serve()
            own.start("worker", "worker", "--processes", str(options["processes"]))
            report = run_load(
                own, students=options["students"], minutes=options["minutes"], camera=camera, screen=screen
            )
    except (NotReady, OSError) as error:
        raise CommandError(str(error)) from error
    _print(report)
    if options["json"]:
        write_json(report, options["json"])
    if report.failed:
        raise CommandError(f"{len(report.failed)} of the clients failed, first: {report.failed[0]}")
    if report.seen < report.students:
        raise CommandError(f"{report.students} students, but only {report.seen} violations were seen in time.")


def _print(report: LoadReport) -> None:
    table = Table(title=f"{report.students} students, {report.minutes:g} minutes")
    table.add_column("measure")
    table.add_column("value", justify="right")
    rows = {
        "segments stored": f"{report.segments} ({report.megabytes} MB), {report.retries} retries",
        "upload, p50 / p95": f"{report.upload_p50 * 1000:.0f} / {report.upload_p95 * 1000:.0f} ms",
        "violations seen by the reviewer": str(report.seen),
        "segment's end to violation on the page, p50": f"{report.latency_p50:.1f} s",
        "the same, p95": f"{report.latency_p95:.1f} s",
        "the same, longest": f"{report.latency_max:.1f} s",
        "processor time of server and worker": f"{report.cpu_seconds:.0f} s",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    Console().print(table)
    held = "held" if report.latency_p95 <= SOON_SECONDS else "MISSED"
    Console().print(f"{held}: at most {SOON_SECONDS:.0f} s at p95 from a segment's end to its violation on the page")
