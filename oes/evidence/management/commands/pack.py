"""`oes pack ATTEMPT --out FILE`: write the evidence pack of an attempt."""

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from oes.attempts.models import Attempt
from oes.evidence.packing import NotPacked, pack
from oes.lib.keys import NoKey


class Command(BaseCommand):
    help = "Write all evidence of an ended attempt into one zip that anybody can verify without this server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("attempt", type=uuid.UUID)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="must not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        attempt, out = Attempt.objects.real().filter(uuid=options["attempt"]).first(), options["out"]
        if attempt is None:
            raise CommandError("There is no such attempt.")
        try:
            with out.open("xb") as file:
                made = self._written(attempt, file)
        except FileExistsError as error:
            raise CommandError(f"{out} is there already.") from error
        except (NotPacked, NoKey) as error:
            out.unlink()
            told = f"no pack yet: {error}" if isinstance(error, NotPacked) else "the signing key is not in OES_KEYS_DIR"
            raise CommandError(f"{options['attempt']}: {told}.") from error
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
        for name in made.lost:
            self.stderr.write(f"{name} is not there any more; a verifier will say so.")
        self.stdout.write(f"{out}\nkey {made.head.key.fingerprint}\nhead {made.head.head}")

    def _written(self, attempt: Attempt, file: Any) -> Any:
        made = pack(attempt=attempt)
        for piece in made.pieces():
            file.write(piece)
        return made
