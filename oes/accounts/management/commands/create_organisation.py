"""`oes create_organisation NAME`: the first thing a new installation needs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oes.accounts.models import Organisation
from oes.lib.times import zone_or_none


class Command(BaseCommand):
    help = "Create an institution. The first one answers on every host name; others need --host."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--host", help="host name that this institution answers on")
        parser.add_argument("--time-zone", default="Asia/Almaty")

    def handle(self, *args: Any, **options: Any) -> None:
        if zone_or_none(options["time_zone"]) is None:
            raise CommandError(f"There is no time zone {options['time_zone']!r}. An example: Asia/Almaty.")
        first = not Organisation.objects.filter(is_default=True).exists()
        row, new = Organisation.objects.get_or_create(
            name=options["name"],
            host=options["host"],
            defaults={"is_default": first, "time_zone": options["time_zone"]},
        )
        self.stdout.write(f"{row.name}: {'created' if new else 'was there already'}")
