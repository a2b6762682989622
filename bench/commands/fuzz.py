"""`oes bench fuzz`: broken recordings and photos against the confined process, for as long as one likes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from rich.console import Console
from rich.table import Table

from bench.fuzz.mutations import mutant
from bench.fuzz.run import Finding, Outcome, confined_room, fuzz
from bench.fuzz.seeds import seeds
from oes.analysis.model_files import verify

HELP = "broken files against the process that reads recordings"
DATA = Path("..") / "shared" / "data"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default 60)")
    parser.add_argument("--seed", type=int, default=1, help="which broken files (default 1)")
    parser.add_argument("--only", type=int, action="append", help="only the file of this number (repeatable)")
    parser.add_argument("--keep", type=Path, help="write the files of findings into this folder")
    parser.add_argument("--data", type=Path, default=DATA, help="labelled data folder whose recordings are broken too")


def run(options: dict[str, Any]) -> None:
    if problems := verify(settings.OES_MODELS_DIR):
        raise CommandError(f"{problems[0]} Run `oes models` first.")
    console = Console()
    data = options["data"] if (options["data"] / "honest").is_dir() else None
    whole, seed, room = seeds(data), options["seed"], confined_room(settings.OES_MODELS_DIR)

    def tell(finding: Finding) -> None:
        console.print(f"{finding.number} ({finding.made_of}) {finding.asked}: {finding.what}", style="bold")
        if options["keep"]:
            options["keep"].mkdir(parents=True, exist_ok=True)
            body = mutant(list(whole.values()), finding.number, seed=seed)[1]
            (options["keep"] / f"{seed}-{finding.number}-{finding.made_of}").write_bytes(body)

    try:
        outcome = fuzz(room, whole, seed=seed, numbers=options["only"], seconds=options["seconds"], report=tell)
    finally:
        room.close()
    _print(console, outcome, seed)
    if outcome.findings:
        raise CommandError(f"{len(outcome.findings)} findings; each comes again with --seed {seed} --only NUMBER.")


def _print(console: Console, outcome: Outcome, seed: int) -> None:
    table = Table(title=f"{outcome.files} broken files, seed {seed}; the slowest took {outcome.slowest:.1f} s")
    for column in ("asked", "answer", "times"):
        table.add_column(column)
    for (asked, answer), times in sorted(outcome.answers.items()):
        table.add_row(asked, answer, str(times))
    console.print(table)
