"""`oes reset_second_factor LOGIN`: for the last administrator, whom nobody else can help."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oes.accounts import second_factor
from oes.accounts.models import Organisation, User


class Command(BaseCommand):
    help = "Take somebody's second factor away and end all their sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--host", help="host name of the institution; without it, the default institution")

    def handle(self, *args: Any, **options: Any) -> None:
        host = options["host"]
        organisation = Organisation.objects.filter(**({"host": host} if host else {"is_default": True})).first()
        user = User.objects.filter(organisation=organisation, username=options["login"]).first()
        if user is None:
            raise CommandError(f"There is no login {options['login']}.")
        second_factor.remove(user=user, by=None)
        self.stdout.write(f"{user.username} signs in with the password alone now, and sets a second factor up anew.")
