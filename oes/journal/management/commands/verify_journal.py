"""`oes verify_journal`: check that no link of a chain was changed or taken out."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import track

from oes.journal.models import Chain
from oes.journal.services import first_broken


class Command(BaseCommand):
    help = "Check the hash-linked journal of one attempt or organisation, or of all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--subject", type=uuid.UUID, help="uuid of the attempt, student or organisation")
        which.add_argument("--all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        chains = Chain.objects.all() if options["all"] else Chain.objects.filter(subject=options["subject"])
        if not chains:
            raise CommandError("There is no such chain.")
        for chain in track(list(chains), description="Checking", transient=True):
            if place := first_broken(chain.subject):
                raise CommandError(f"Chain {chain.subject} is broken at link {place}.")
        self.stdout.write(f"{len(chains)} chains, every link holds")
