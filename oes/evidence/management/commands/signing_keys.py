"""`oes signing_keys list|rotate`: the keys that an institution signs with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oes.accounts.models import Organisation
from oes.evidence.queries import key_lines
from oes.evidence.services import rotate_key


class Command(BaseCommand):
    help = "List the signing keys of an institution, or make a new one and retire the one before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["list", "rotate"])
        parser.add_argument("--host", help="host name of the institution (default: the one that answers elsewhere)")

    def handle(self, *args: Any, **options: Any) -> None:
        which = {"host": options["host"]} if options["host"] else {"is_default": True}
        organisation = Organisation.objects.filter(**which).first()
        if organisation is None:
            raise CommandError("There is no such institution.")
        if options["do"] == "rotate":
            rotate_key(organisation=organisation)
        lines = key_lines(organisation)
        for line in lines:
            until = f"retired {line.key.retired_at:%Y-%m-%d %H:%M}" if line.key.retired_at else "signs now"
            self.stdout.write(
                f"{line.key.fingerprint}  made {line.key.created_at:%Y-%m-%d %H:%M}  {until}  {line.signed} heads"
            )
        if not lines:
            self.stdout.write("no key yet: it is made when the first attempt ends, or by rotate")
