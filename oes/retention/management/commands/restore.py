"""`oes restore`: put a backup back where nothing is, and check all of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from oes.retention.archive import NoBackup
from oes.retention.restore import WouldOverwrite, forget_caches, put_back
from oes.retention.verify import Checked, check_all

MOST_SHOWN = 10


class Command(BaseCommand):
    help = "Restore a backup into empty folders, then check every chain and every blob. Never overwrites anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, nargs="?", help="what `oes backup` made")
        parser.add_argument("--check", action="store_true", help="restore nothing: check this installation")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self._put_back(options["backup"])
        found = check_all()
        self._tell(found)
        if not found.is_whole:
            raise CommandError("Not everything is as it was.")

    def _put_back(self, backup: Path | None) -> None:
        if backup is None:
            raise CommandError("Name the backup.")
        try:
            blobs = put_back(backup)
        except (NoBackup, WouldOverwrite, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        self.stdout.write(f"{blobs} blobs and the database are back")
        call_command("migrate", verbosity=0)
        forget_caches()

    def _tell(self, found: Checked) -> None:
        self.stdout.write(f"{found.chains} chains, {found.links} links: {_or_all(found.broken_chains, 'hold')}")
        wrong = [f"missing: {key}" for key in found.missing] + [f"changed: {key}" for key in found.changed]
        self.stdout.write(f"{found.blobs} blobs: {_or_all(wrong, 'there')}")
        self.stdout.write(f"{found.read} of them were opened and have the hash of their row")
        if found.closed:
            self.stdout.write(f"{found.closed} cannot be opened: their keys are not here, deleted or not copied back")
        for line in [*found.broken_chains, *wrong][:MOST_SHOWN]:
            self.stderr.write(line)


def _or_all(wrong: list[str], word: str) -> str:
    return f"{len(wrong)} WRONG" if wrong else f"all {word}"
