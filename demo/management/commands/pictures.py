"""`oes pictures`: fetch the pictures that the demo is drawn from, each checked by its hash."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.pictures import LISTING, folder
from oes.analysis.model_files import ModelFileError, fetch


class Command(BaseCommand):
    help = "Fetch the public-domain pictures that the demo and the journeys draw from."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = fetch(folder(), report=self.stdout.write, listing=LISTING)
        except ModelFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(files)} pictures are in place: {folder()}")
