"""`oes verify FILE --key FINGERPRINT [--receipt HEX]`: is an evidence pack what the institution signed?"""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from oes.evidence.links import is_hash
from oes.evidence.receipts import read_text
from oes.evidence.verify import EXIT, verify
from oes.evidence.words import told


class Command(BaseCommand):
    help = (
        "Verify an evidence pack, without a database or a server. "
        "Exit code 0: clean, 1: tampered with, 2: unreadable, 3: who signed is not established."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", type=_hash, action="append", default=[], metavar="FINGERPRINT",
            help="fingerprint of the institution's key, from where it publishes it; several where it changed its key",
        )  # fmt: skip
        told = "a receipt that the student holds, or the text of its QR code"
        parser.add_argument("--receipt", type=_receipt, metavar="HEX", help=told)
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="en")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["file"].open("rb") as file:
                report = verify(file, keys=options["key"], receipt=options["receipt"] or "")
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=EXIT["unreadable"]) from error
        with translation.override(options["language"]):
            lines = "\n".join(map(_printable, told(report)))
        self.stdout.write(lines.encode("utf-8", "backslashreplace").decode())
        sys.exit(EXIT[report.outcome])


def _printable(line: str) -> str:
    """Return a line whose signs move no cursor and turn no text: what a pack says of itself may be hostile."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)


def _receipt(text: str) -> str:
    """Return the hash of a receipt, or of the head that the text of a QR code names."""
    told = read_text(text)
    return told.head if told else _hash(text)


def _hash(text: str) -> str:
    """Return a hash as people copy it: capital letters, spaces, colons and hyphens make no difference."""
    found = re.sub(r"[\s:-]", "", text).lower()
    if not is_hash(found):
        raise ArgumentTypeError("give all 64 hexadecimal digits")
    return found
