"""`oes bench peers`: OES beside what users would pick instead, on the same pictures in the same run."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bench.accuracy.page import write_beside
from bench.accuracy.peers_page import BESIDE_PEERS, tables
from bench.accuracy.tools import Terminal
from bench.peers import DidNotRun, for_docs, measure
from bench.peers_runs.environments import PEERS
from bench.peers_runs.material import write_pictures
from oes.analysis.model_files import verify

HELP = "processor time and recall beside other systems (fetches them into the data folder, about 300 MB)"
DATA = Path("..") / "shared" / "data"
CLIP_SECONDS, PAIRS = 60, 150


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DATA, help="labelled data folder (default ../shared/data)")
    parser.add_argument("--seconds", type=int, default=CLIP_SECONDS, help="of each clip at most (default 60)")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs of portraits at most (default 150)")
    parser.add_argument("--only", action="append", choices=[peer.key for peer in PEERS], metavar="PEER")
    parser.add_argument("--no-install", action="store_true", help="fetch nothing: run what is there already")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument(
        "--write-docs", action="store_true", help="rewrite the section in docs/benchmark.md, ratios only"
    )


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    if not options["data"].is_dir():
        raise CommandError(f"There is no folder {options['data']}. Name the labelled data with --data.")
    if options["write_docs"] and options["only"]:
        raise CommandError("--write-docs needs all peers: leave out --only.")
    terminal = Terminal()
    with tempfile.TemporaryDirectory(prefix="oes-peers-") as folder:
        figures = _measured(Path(folder), options, terminal)
    _print(figures, terminal.console)
    if options["json"]:
        _write(options["json"], figures)
    if options["write_docs"]:
        write_beside(BESIDE_PEERS, for_docs(figures))


def _measured(folder: Path, options: dict[str, Any], terminal: Terminal) -> dict[str, Any]:
    terminal.say("Decoding pictures")
    material = write_pictures(folder, data=options["data"], seconds=options["seconds"], pairs=options["pairs"])
    if not material.films:
        raise CommandError(f"There are no labelled clips in {options['data']}.")
    try:
        return measure(
            material,
            folder,
            models=settings.OES_MODELS_DIR,
            environments=settings.OES_DATA_DIR / "peers",
            peers=[peer for peer in PEERS if not options["only"] or peer.key in options["only"]],
            install=not options["no_install"],
            say=lambda text: terminal.say(escape(text)),
        )
    except DidNotRun as error:
        raise CommandError(f"OES itself did not run: {error}") from error


def _print(figures: dict[str, Any], console: Console) -> None:
    for shown in tables(figures):
        table = Table(title=shown.about)
        for number, heading in enumerate(shown.headings):
            table.add_column(heading, justify="right" if number else "left")
        for row in shown.rows:
            table.add_row(*row)
        console.print(table)
    console.print("Ratios are to OES; × above 1 is more. The machine's load moves them by some percent.")


def _write(path: Path, figures: dict[str, Any]) -> None:
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
