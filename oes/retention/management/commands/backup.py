"""`oes backup`: a snapshot of database and media while the system runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oes.retention.backup import CannotBackUp, back_up

MOST_SHOWN = 10


class Command(BaseCommand):
    help = "Copy database and media as they stand now. The data keys stay out: see `oes keys copy`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="a new folder, or a new file ending in .tar")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = back_up(options["out"].resolve())
        except (CannotBackUp, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.blobs} blobs, {made.size:,} bytes, and the database: {options['out']}")
        if made.gone:
            self.stdout.write(f"{len(made.gone)} blobs were deleted while it was made")
        for key in made.missing[:MOST_SHOWN]:
            self.stderr.write(f"missing in the store: {key}")
        if made.missing:
            raise CommandError(f"The backup is made, but {len(made.missing)} blobs that rows name are not there.")
