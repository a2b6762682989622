"""`oes models`: fetch the network files that are missing, and check them all by their hash."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oes.analysis.folding import fold_all
from oes.analysis.model_files import ModelFileError, fetch


class Command(BaseCommand):
    help = "Fetch the networks into OES_MODELS_DIR and check each by its sha256."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = fetch(settings.OES_MODELS_DIR, report=self.stdout.write)
        except ModelFileError as error:
            raise CommandError(str(error)) from error
        fold_all(settings.OES_MODELS_DIR, report=self.stdout.write)
        self.stdout.write(f"{len(files)} network files are in place: {settings.OES_MODELS_DIR}")
