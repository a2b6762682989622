"""The tested installation with its browsers: started, killed, started again, each process by its own id."""

import http.client
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from bench.chaos.disk import RESERVE_MB, Disk
from bench.chaos.inside.apps import CONTROL, CUT_FILE
from bench.chaos.pieces import write_pieces
from bench.chaos.plan import Sitting
from bench.chaos.proxy import Proxy
from bench.processes import Installation, oes_command

CLOCK_FILE = "clock"
KEEPER_SECONDS = 0.1
FAKETIME = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
)
SERVER = {"web": ["serve", "--threads", "8"], "worker": ["worker"]}


def faketime() -> Path | None:
    """Return the library that shifts a process's clock, or None where it is not installed."""
    return next((Path(path) for path in FAKETIME if Path(path).exists()), None)


class World:
    """One installation behind a proxy, and `browsers` processes of scripted recorders."""

    def __init__(self, folder: Path, *, models: Path, disk: Disk, control: Path) -> None:
        self.folder, self.disk, self.control = folder, disk, control
        environment = {
            "DJANGO_SETTINGS_MODULE": "bench.chaos.settings",
            CONTROL: str(control),
            "OES_DISK_RESERVE_MB": str(RESERVE_MB),
            "OES_LOG_LEVEL": "WARNING",
        }
        self.own = Installation(disk.folder, models=models, environment=environment, logs=folder)
        self.proxy: Proxy
        self.restarts: Counter[str] = Counter()
        self.by_itself: list[str] = []
        self._down_until: dict[str, float] = {}
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._programs: dict[str, list[str]] = {}
        self._keeper: threading.Thread | None = None

    # Set-up

    def prepare(self, *, places: list[list[Sitting]], browsers: int, seed: int) -> None:
        """Make database, students, recordings to send and the browsers' folders; start server, worker and proxy."""
        self.own.prepare()
        count = sum(len(one) for one in places)
        told = json.loads(self.own.run("bench", "seed", "--students", str(count), "--grace-seconds", "2",
                                       "--minimum-seconds", "4"))  # fmt: skip
        write_pieces(self.folder / "pieces")
        self.proxy = Proxy(port=self.own.port, witness=self.folder / "witness.jsonl")
        self.set_clock(0.0)
        rows = iter(told["attempts"])
        filled = [[{**next(rows), "seconds": one.seconds, "tier": one.tier} for one in sitting] for sitting in places]
        for number in range(browsers):
            mine = [{"place": p, "attempts": a} for p, a in enumerate(filled) if p % browsers == number]
            self._add_browser(number, mine, seed)
        shift = self._shift()
        for name, command in SERVER.items():
            port = ["--port", str(self.own.port)] if name == "web" else []
            self._programs[name] = [*shift, *oes_command(*command, *port)]

    def _add_browser(self, number: int, places: list[dict[str, Any]], seed: int) -> None:
        folder = self.browser_folder(number)
        folder.mkdir()
        told = {"url": self.proxy.url, "pieces": str(self.folder / "pieces"), "seed": seed, "places": places}
        (folder / "places.json").write_text(json.dumps(told))
        self._programs[f"browser-{number}"] = [sys.executable, "-m", "bench.chaos.browser", str(folder)]

    def _shift(self) -> list[str]:
        library = faketime()
        if library is None:
            return []
        said = {
            "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self.control / CLOCK_FILE),
            "FAKETIME_CACHE_DURATION": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # else Python's threads starve each other: waits of 5 ms become long
        }  # fmt: skip
        return ["env", *(f"{name}={value}" for name, value in said.items())]

    def browser_folder(self, number: int) -> Path:
        return self.folder / f"browser-{number}"

    @property
    def browsers(self) -> list[str]:
        return [name for name in self._programs if name.startswith("browser-")]

    def start(self) -> None:
        """Start everything, and somebody who starts again what ends."""
        for name in SERVER:
            self._start(name)
        self.own.wait_for("web", self.own.url + "/sign-in/")
        for name in self.browsers:
            self._start(name)
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def _start(self, name: str) -> None:
        self.own.start_program(name, self._programs[name], listens=name.startswith("browser-"))

    # Faults

    def kill(self, name: str, seconds: float) -> None:
        """SIGKILL a process and what it started; it is started again after so many seconds."""
        with self._lock:
            self._down_until[name] = time.monotonic() + seconds
            self.own.stop(name, signal.SIGKILL)

    def order(self, name: str, **what: object) -> None:
        """Tell a browser something; one that is dead does not hear it."""
        with self._lock:
            process = self.own.running.get(name)
            if process is None or process.stdin is None:
                return
            try:
                process.stdin.write(json.dumps(what).encode() + b"\n")
                process.stdin.flush()
            except OSError:
                return

    def cut_database(self) -> None:
        with (self.control / CUT_FILE).open("ab") as file:
            file.write(b".")

    def lock_database(self, seconds: float) -> None:
        """Hold the database so long that nobody can write."""
        connection = sqlite3.connect(self.own.folder / "oes.sqlite3", timeout=20, isolation_level=None)
        with closing(connection), suppress(sqlite3.OperationalError):  # its disk may be full
            connection.execute("begin immediate")
            time.sleep(seconds)
            connection.execute("rollback")

    def set_clock(self, seconds: float) -> None:
        """Let the clock of server and worker be wrong by so many seconds; the library looks once a second."""
        part = self.control / (CLOCK_FILE + ".part")
        part.write_text(f"{seconds:+.1f}\n")
        part.replace(self.control / CLOCK_FILE)

    def wait_for_server(self, seconds: float) -> float:
        """Wait until the web server answers, with whatever; return how long that took."""
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            with suppress(OSError, http.client.HTTPException):
                line = http.client.HTTPConnection("127.0.0.1", self.own.port, timeout=2)
                try:
                    line.request("GET", "/sign-in/")
                    line.getresponse()
                finally:
                    line.close()
                break
            time.sleep(0.1)
        return time.monotonic() - began

    # Keeping

    def _keep(self) -> None:
        """Start again what was killed, when its time has come, and what ended by itself; note that."""
        while not self._stopping.wait(KEEPER_SECONDS):
            with self._lock:
                for name in self._programs:
                    self._look_after(name)

    def _look_after(self, name: str) -> None:
        process = self.own.running.get(name)
        if process is not None:
            if process.poll() is None or (process.returncode == 0 and name.startswith("browser-")):
                return
            self.by_itself.append(f"{name} ({process.returncode}): {self.own.said(name)[-600:]}")
            self.own.stop(name)
            self._down_until[name] = time.monotonic() + 0.5
        if time.monotonic() >= self._down_until.get(name, 0.0):
            self.restarts[name.split("-")[0]] += 1
            self._start(name)

    # The end

    def end_sittings(self, seconds: float) -> bool:
        """Let every attempt that has begun come to its end; return whether all did in time."""
        for name in self.browsers:
            (self.folder / name / "last").touch()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if all(self._is_done(name) for name in self.browsers):
                return True
            time.sleep(0.2)
        return False

    def _is_done(self, name: str) -> bool:
        process: subprocess.Popen[bytes] | None = self.own.running.get(name)
        return process is not None and process.poll() == 0

    def stop(self) -> None:
        """Stop all that runs."""
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join()
        self.own.stop_all()

    def close(self) -> None:
        self.stop()
        if hasattr(self, "proxy"):
            self.proxy.shutdown()
            self.proxy.server_close()
