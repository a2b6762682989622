"""A server and a worker of our own in a folder of their own, started and stopped by their process ids."""

import atexit
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

START_SECONDS = 40
STOP_SECONDS = 15
RUN_SECONDS = 600
SHARED_EMPTY = "BENCH_EMPTY_INSTALLATION"


class NotReady(Exception):
    """A process did not come up; the message holds the end of what it said."""


@cache
def empty_installation() -> Path:
    """Return a folder with a database without people and the static files, made once.

    It lasts as long as the process. Processes that bring the name of a folder in BENCH_EMPTY_INSTALLATION share it:
    the first makes it, the others wait.
    """
    shared = os.environ.get(SHARED_EMPTY)
    if shared is None:
        folder = Path(tempfile.mkdtemp(prefix="oes-empty-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return _fill(folder)
    folder = Path(shared)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)  # of a process that died
            part.mkdir()
            _fill(part).rename(folder)
    return folder


def _fill(folder: Path) -> Path:
    own = Installation(folder, models=folder)
    own.run("migrate", "--verbosity", "0")
    own.run("collectstatic", "--noinput", "--verbosity", "0")
    return folder


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """One OES of its own: data folder, port, environment, and the processes that run."""

    def __init__(
        self,
        folder: Path,
        *,
        models: Path,
        environment: dict[str, str] | None = None,
        port: int | None = None,
        logs: Path | None = None,
    ) -> None:
        self.folder, self.logs = folder, logs or folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "OES_DATA_DIR": str(folder),
            "OES_MODELS_DIR": str(models),
            "OES_SECRET_KEY": secrets.token_urlsafe(50),
            "OES_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **(environment or {}),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *command: str) -> str:
        """Run one `oes` command to its end and return what it printed. NotReady if it fails or takes too long."""
        program, options = oes_command(*command), {"capture_output": True, "text": True, "check": False}
        try:
            done = subprocess.run(program, env=self.environment, timeout=RUN_SECONDS, **options)
        except subprocess.TimeoutExpired as late:
            raise NotReady(f"oes {command[0]} did not end in {RUN_SECONDS} seconds") from late
        if done.returncode:
            raise NotReady(f"oes {command[0]} failed: {done.stderr.strip()[-800:]}")
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database, as it lies on the disk."""
        connection = sqlite3.connect(f"file:{self.folder}/oes.sqlite3?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def prepare(self) -> None:
        """Bring an empty database and the static files: copies of those that are made once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for made in empty_installation().iterdir():
            copy = shutil.copytree if made.is_dir() else shutil.copy
            copy(made, self.folder / made.name)

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a long-running `oes` command; see start_program."""
        return self.start_program(name, oes_command(*command))

    def start_program(self, name: str, program: list[str], *, listens: bool = False) -> subprocess.Popen[bytes]:
        """Start a program in a process group of its own; its words go to NAME.log. One that listens has an input."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                program, env=self.environment, stdin=subprocess.PIPE if listens else None, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.running[name] = process
        return process

    def serve(self, *options: str) -> None:
        """Start the web server and wait until it answers."""
        self.start("web", "serve", "--port", str(self.port), *options)
        self.wait_for("web", self.url + "/sign-in/")

    def wait_for(self, name: str, url: str) -> None:
        """Wait until a started program answers at an address. NotReady if it does not, or ends."""
        process, until = self.running[name], time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise NotReady(f"{name} did not come up: {self.said(name)}")

    def check_alive(self) -> None:
        """Raise NotReady if one of the processes has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise NotReady(f"{name} ended by itself ({process.returncode}): {self.said(name)}")

    def said(self, name: str) -> str:
        """Return the end of what a process wrote."""
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace")[-2000:] if path.exists() else ""

    def stop(self, name: str, number: int = signal.SIGTERM) -> None:
        """End one process and what it started: politely, or with SIGKILL."""
        process = self.running.pop(name, None)
        if process is None:
            return
        _signal(process, number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait()
        if process.stdin:
            with suppress(OSError):
                process.stdin.close()

    def stop_all(self) -> None:
        for name in list(self.running):
            self.stop(name)


@contextmanager
def installation(folder: Path, *, models: Path, environment: dict[str, str] | None = None) -> Iterator[Installation]:
    """Prepare an installation in `folder`, and stop whatever it runs at the end."""
    own = Installation(folder, models=models, environment=environment)
    own.prepare()
    try:
        yield own
    finally:
        own.stop_all()


def oes_command(*command: str) -> list[str]:
    """Return the program that runs one `oes` command with this Python."""
    return [sys.executable, "-c", "from config.cli import main; main()", *command]


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        process.poll()
