"""`oes demo --session`: the simulated exam session, in a database of its own, with its counts and faults."""

import json
import secrets
import tempfile
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bench.processes import Installation, NotReady


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--session", action="store_true", help="simulate a whole exam session instead, and check it")
    parser.add_argument("--json", action="store_true", help="with --session: print the counts as JSON")
    parser.add_argument("--folder", type=Path, help="with --session: keep its data in this new folder, to look at it")
    parser.add_argument("--inside", action="store_true", help="used by itself: simulate in OES_DATA_DIR")


def simulate(command: BaseCommand, options: dict[str, Any]) -> None:
    """Run the session and print what it came to. CommandError, and so an exit code that is not 0, for a fault."""
    told = run_inside() if options["inside"] else run_apart(options["folder"])
    if options["json"] or options["inside"]:
        command.stdout.write(json.dumps(told, ensure_ascii=False, indent=None if options["inside"] else 1))
    else:
        command.stdout.write(in_words(told))
    if told["faults"] and not options["inside"]:
        raise CommandError("; ".join(told["faults"]))


def run_inside() -> dict[str, Any]:
    from demo.session.running import NotEmpty, run
    from demo.session.sizes import FULL

    password = secrets.token_hex(6)
    try:
        told = run(FULL, password=password)
    except NotEmpty as error:
        raise CommandError(str(error)) from error
    return told | {"sign_in": {"login": "registrar", "password": password}}


def run_apart(folder: Path | None) -> dict[str, Any]:
    """Run the session in an installation of its own, which is removed again unless a folder is named."""
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="oes-session-")))
        if folder and folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty: name a new folder.")
        own = Installation(place, models=settings.OES_MODELS_DIR, environment={"OES_SECRET_KEY": settings.SECRET_KEY})
        try:
            own.prepare()
            told = json.loads(own.run("demo", "--session", "--inside"))
        except (NotReady, OSError) as error:
            raise CommandError(str(error)) from error
    if folder is None:
        told.pop("sign_in")
    return dict(told)


def in_words(told: dict[str, Any]) -> str:
    lines = [f"{name.replace('_', ' ')}: {number}" for name, number in told["counts"].items()]
    lines += [f"{name}: {seconds} s" for name, seconds in told["seconds"].items()]
    return "\n".join(lines)
