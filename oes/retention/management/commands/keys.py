"""`oes keys copy` and `oes keys prune`: copies of the data keys, for seven days at most."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from oes.retention.key_copies import MOST_DAYS, BadPlace, copy_keys, prune


class Command(BaseCommand):
    help = f"Copy the data keys to another medium, and delete copies there that are older than {MOST_DAYS} days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("copy", "prune"), help="prune only deletes what is too old")
        parser.add_argument("--out", type=Path, required=True, help="folder of the copies, never beside the backups")

    def handle(self, *args: Any, **options: Any) -> None:
        out = options["out"].resolve()
        try:
            if options["what"] == "copy":
                copied = copy_keys(out, now=timezone.now())
                self.stdout.write(f"{copied.keys} keys copied: {copied.folder}")
                pruned = copied.pruned
            else:
                pruned = prune(out, now=timezone.now())
        except (BadPlace, OSError) as error:
            raise CommandError(str(error)) from error
        for name in pruned:
            self.stdout.write(f"older than {MOST_DAYS} days, deleted: {name}")
        if not pruned:
            self.stdout.write(f"no copy is older than {MOST_DAYS} days")
