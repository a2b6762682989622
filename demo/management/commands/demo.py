"""`oes demo`: a whole OES with made-up people, started and ended together."""

import os
import signal
import socket
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from bench.processes import Installation, NotReady
from demo.people import ACCESS_CODE, ADMINISTRATOR, SEATED, VISITOR, Institution, make_institution

SEEDED = "attempt-is-seeded"


class Command(BaseCommand):
    help = "Start web, worker and a demo testing system with made-up people, for this machine only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("OES_PORT") or 8000))

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        for needed in (port, port + 1):
            _check_free(needed)
        folder = settings.OES_DATA_DIR / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        own = Installation(folder, models=settings.OES_MODELS_DIR, environment=_environment(), port=port)
        signal.signal(signal.SIGTERM, _stop)
        try:
            self._run(own, folder, port)
        except KeyboardInterrupt:
            self.stdout.write("OES is stopped.")
        except (NotReady, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            own.stop_all()

    def _run(self, own: Installation, folder: Path, port: int) -> None:
        testing_system = f"http://127.0.0.1:{port + 1}"
        institution = make_institution(testing_system=testing_system, sign_ins=folder / "sign-ins.json")
        own.serve()
        own.start("worker", "worker")
        own.start_program("testing-system", _testing_system(own.url, port + 1))
        if not (folder / SEEDED).exists():
            _seed(institution, own.url)
            (folder / SEEDED).touch()
        self.stdout.write(_ready_line(own.url, institution.passwords))
        self.stdout.flush()
        while True:
            for name, process in own.running.items():
                if process.poll() is not None:
                    raise NotReady(f"{name} ended by itself: {own.said(name)}")
            time.sleep(0.5)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use. Set OES_PORT to a free one (the next one is used too)."
            ) from error


def _environment() -> dict[str, str]:
    """Let the children use this process's data and key; mail goes to files."""
    return {
        "OES_DATA_DIR": str(settings.OES_DATA_DIR),
        "OES_SECRET_KEY": settings.SECRET_KEY,
        "OES_EMAIL_BACKEND": os.environ.get("OES_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"),
    }


def _testing_system(url: str, port: int) -> list[str]:
    return [sys.executable, "-m", "demo.testing_system", "--port", str(port), "--oes", url, "--code", ACCESS_CODE]


def _seed(institution: Institution, url: str) -> None:
    from demo.attempt import seed_attempt

    with Progress(transient=True, console=Console(stderr=True)) as progress:
        task = progress.add_task("making the demo's attempt", total=1.0)
        missing = seed_attempt(
            institution,
            base_url=url,
            report=lambda words, share: progress.update(task, description=words, completed=share),
        )
    if missing:
        Console(stderr=True).print(f"The networks did not find in the drawn recording: {', '.join(missing)}.")


def _ready_line(url: str, passwords: dict[str, str]) -> str:
    who = (("administrator", ADMINISTRATOR), ("student", SEATED[0]), ("student", VISITOR[0]))
    sign_ins = ", ".join(f"{role} {login} / {passwords[login]}" for role, login in who)
    return f"OES is ready: {url}/  ({sign_ins})"


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
