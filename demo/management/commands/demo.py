"""`oes demo`: a whole OES with made-up people, started and ended together."""

import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from bench.client import CallFailed
from bench.processes import Installation, NotReady
from config import env
from demo.appeals import make_commission, seed_appeal
from demo.people import ACCESS_CODE, OTHERS, SEATED, VISITOR, Institution, make_institution
from demo.session import command as session
from demo.staff import ADMINISTRATOR, STAFF
from demo.term import make_term
from oes.accounts.models import Role, RoleGrant
from oes.analysis.model_files import ModelFileError

SEEDED = "attempt-is-seeded"
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Beside Ctrl-C: a terminal that is closed must not leave a server behind."""


class Command(BaseCommand):
    help = "Start web, worker and a demo testing system with made-up people, for this machine only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        set_port = env.integer("OES_PORT", default=8000, least=1) if os.environ.get("OES_PORT") else 8000
        parser.add_argument("--port", type=int, default=set_port)
        session.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["session"]:
            session.simulate(self, options)
            return
        port = options["port"]
        for needed in (port, port + 1):
            _check_free(needed)
        _prepare()
        folder = settings.OES_DATA_DIR / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        own = Installation(folder, models=settings.OES_MODELS_DIR, environment=_environment(), port=port)
        for number in ENDING:
            signal.signal(number, _stop)
        try:
            self._run(own, folder, port)
        except KeyboardInterrupt:
            self.stdout.write("OES is stopped.")
        except (NotReady, OSError, CallFailed, ModelFileError) as error:
            raise CommandError(str(error)) from error
        finally:
            for number in ENDING:  # an impatient second Ctrl-C would leave the children behind
                signal.signal(number, signal.SIG_IGN)
            own.stop_all()

    def _run(self, own: Installation, folder: Path, port: int) -> None:
        testing_system = f"http://127.0.0.1:{port + 1}"
        institution = make_institution(testing_system=testing_system, sign_ins=folder / "sign-ins.json")
        make_commission(institution, make_term(institution))
        own.start("worker", "worker")
        own.start_program("testing-system", _testing_system(own.url, port + 1))
        own.serve()
        own.wait_for("testing-system", testing_system + "/")
        if not (folder / SEEDED).exists():
            _seed(institution, own)
            (folder / SEEDED).touch()
        seed_appeal(institution)
        self.stdout.write(_sign_ins(institution.passwords))
        self.stdout.write(_ready_line(own.url, institution.passwords))
        self.stdout.flush()
        while True:
            own.check_alive()
            time.sleep(0.5)


def _check_free(port: int) -> None:
    if not 0 < port < 65536:
        raise CommandError(f"There is no port {port}. Set OES_PORT to one between 1 and 65534.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use. Set OES_PORT to a free one (the next one is used too)."
            ) from error


def _prepare() -> None:
    """Bring the database up to date, and collect the static files where that was never done."""
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", verbosity=0, interactive=False)


def _environment() -> dict[str, str]:
    """Let the children use this process's data and key; mail goes to files."""
    return {
        "OES_DATA_DIR": str(settings.OES_DATA_DIR),
        "OES_SECRET_KEY": settings.SECRET_KEY,
        "OES_EMAIL_BACKEND": os.environ.get("OES_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"),
    }


def _testing_system(url: str, port: int) -> list[str]:
    return [sys.executable, "-m", "demo.testing_system", "--port", str(port), "--oes", url, "--code", ACCESS_CODE]


def _seed(institution: Institution, own: Installation) -> None:
    """Make the finished attempt; says how far it is, and what the networks did not see."""
    from demo.attempt import seed_attempt

    console = Console(stderr=True)
    with Progress(transient=True, console=console, disable=not console.is_terminal) as progress:
        told = _teller(console, progress)

        def report(words: str, share: float) -> None:
            own.check_alive()
            told(words, share)

        missing = seed_attempt(institution, base_url=own.url, report=report)
    if missing:
        console.print(f"The networks did not find in the drawn recording: {', '.join(missing)}.")


def _teller(console: Console, progress: Progress) -> Callable[[str, float], None]:
    """Return what shows the progress: a bar in a terminal, else one line for each step."""
    task = progress.add_task("making the demo's attempt", total=1.0)
    said: list[str] = []

    def told(words: str, share: float) -> None:
        progress.update(task, description=words, completed=share)
        if not console.is_terminal and words not in said:
            said.append(words)
            console.print(f"demo: {words}")

    return told


def _sign_ins(passwords: dict[str, str]) -> str:
    """Return who else can sign in, each on a line with all that they are."""
    held: dict[str, list[str]] = {login: [] for login in (*STAFF, *(login for login, *_ in OTHERS))}
    grants = RoleGrant.objects.filter(user__organisation__is_default=True, user__username__in=held).order_by("pk")
    for login, role in grants.values_list("user__username", "role"):
        held[login].append(str(Role(role).label))
    rows = [(", ".join(roles), login) for login, roles in held.items()]
    width = max(len(roles) for roles, _ in rows)
    return "\n".join(f"  {roles:<{width}}  {login} / {passwords[login]}" for roles, login in rows)


def _ready_line(url: str, passwords: dict[str, str]) -> str:
    who = (("administrator", ADMINISTRATOR), ("student", SEATED[0]), ("student", VISITOR[0]))
    sign_ins = ", ".join(f"{role} {login} / {passwords[login]}" for role, login in who)
    return f"OES is ready: {url}/  ({sign_ins})"


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
