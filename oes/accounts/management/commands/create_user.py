"""`oes create_user LOGIN --role administration --email ...`: the first administrator, and anybody on the staff."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from oes.accounts.models import Organisation, Role, User
from oes.accounts.services import create_user


class Command(BaseCommand):
    help = "Create an account. Asks for the password, or reads one line of standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--role", action="append", required=True, choices=Role.values, help="may be repeated")
        parser.add_argument("--email", required=True)
        parser.add_argument("--host", help="host name of the institution; without it, the default institution")
        parser.add_argument("--password-from-stdin", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = _organisation(options["host"])
        login, email = options["login"].strip(), options["email"].strip()
        if User.objects.filter(organisation=organisation, username=login).exists():
            raise CommandError(f"{organisation.name} already has the login {login}.")
        user = User(organisation=organisation, username=login, email=email)
        password = sys.stdin.readline().rstrip("\r\n") if options["password_from_stdin"] else _asked()
        try:
            validate_email(email)
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        create_user(organisation=organisation, login=login, email=email, roles=set(options["role"]), password=password)
        self.stdout.write(f"{login} may enter {organisation.name}: {', '.join(sorted(set(options['role'])))}.")


def _organisation(host: str | None) -> Organisation:
    rows = Organisation.objects.filter(host=host) if host else Organisation.objects.filter(is_default=True)
    organisation = rows.first()
    if organisation is None:
        raise CommandError("No such institution yet. First: oes create_organisation NAME")
    return organisation


def _asked() -> str:
    password = getpass("Password: ")
    if password != getpass("Again: "):
        raise CommandError("The two passwords differ. Nothing was created.")
    return password
