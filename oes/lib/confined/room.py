"""The parent's side: one confined child that lives long, is asked one thing at a time, and is replaced when it dies."""

import atexit
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from oes.lib.confined.limits import MB, Limits
from oes.lib.confined.wire import BrokenMessage, receive, send

log = logging.getLogger(__name__)
START_SECONDS = 60.0
INHERITED = (
    "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV",
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS",
)  # fmt: skip
"""No secret, no database: a child knows only these variables, and what its room gives it."""
OWN = {"PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"}
"""One heap for all threads (glibc): a child does one thing at a time, and what each of two heaps keeps for later is
30 MB of one with networks."""

USUAL = Limits()
Answers = Callable[[dict[str, Any]], Sequence[bytes]]


class Died(Exception):
    """The child came to its end over this piece of work. The message says how, for the journal."""


class Failed(Exception):
    """The work itself failed in a way that the child survived. `kind`: "content", or as the child's module says."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


class NoChild(RuntimeError):
    """No child can be started: the server's fault, and no word on any content."""


class _NoAnswer(Exception):
    """The parent's own side could not answer a question."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Room:
    """Asks a confined child of `module`. Starts it at the first question; safe to share between threads."""

    def __init__(
        self, module: str, limits: Limits = USUAL, *, environment: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        self._module, self._limits, self._environment = module, limits, environment
        self._child: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._owner, self._used = 0, 0
        self._lock = threading.Lock()
        self.confined_by_kernel = False

    def ask(
        self, name: str, told: dict[str, Any], bodies: Sequence[bytes] = (), *, answers: Answers | None = None
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Return what the child made of it. Raises Died, Failed, or NoChild.

        `answers` gives bytes that the child asks for while it works; what it raises ends the child and goes through.
        """
        with self._lock:
            head, made = self._asked({"name": name, "told": told}, bodies, answers)
            self._used += 1
            if head.get("failed") == "memory":
                self._end()
                raise Died(f"it needs more than {self._limits.memory_mb} MB of memory")
            if "failed" in head:
                raise Failed(str(head["failed"]), str(head.get("why", "")))
            return dict(head.get("told") or {}), made

    def _asked(
        self, question: dict[str, Any], bodies: Sequence[bytes], answers: Answers | None
    ) -> tuple[dict[str, Any], list[bytes]]:
        channel = self._ready()
        until = time.monotonic() + self._limits.wall_seconds
        try:
            send(channel, question, bodies, until=until)
            return self._reply(channel, until, answers)
        except TimeoutError as error:
            self._end()
            raise Died(f"it kept the reading process busy for over {self._limits.wall_seconds:g} s") from error
        except (EOFError, OSError) as error:
            raise Died(self._epitaph()) from error
        except BrokenMessage as error:
            self._end()
            raise Died("the reading process answered nonsense") from error
        except _NoAnswer as error:
            self._end()
            raise error.reason from None
        except BaseException:  # somebody stops us in the middle: what comes now would answer an old question
            self._end()
            raise

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            if self._owner == os.getpid():
                self._end()

    @property
    def pid(self) -> int | None:
        """The child's process, for tests and measurements."""
        return self._child.pid if self._child else None

    def _reply(
        self, channel: socket.socket, until: float, answers: Answers | None
    ) -> tuple[dict[str, Any], list[bytes]]:
        most = self._limits.answer_mb * MB
        head, made = receive(channel, most_bytes=most, until=until)
        while "ask" in head:
            if answers is None or not isinstance(head["ask"], dict):
                raise BrokenMessage("a question that nobody expects")
            try:
                bodies = answers(head["ask"])
            except Exception as error:
                raise _NoAnswer(error) from error
            send(channel, {}, bodies, until=until)
            head, made = receive(channel, most_bytes=most, until=until)
        return head, made

    def _ready(self) -> socket.socket:
        if self._owner != os.getpid():  # a fork: the child belongs to the process that we were copied from
            self._child = self._channel = None
        if self._used >= self._limits.uses or (self._child and self._child.poll() is not None):
            self._end()
        return self._channel or self._start()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment |= {**OWN, **self._environment()}
        command = [sys.executable, "-m", "oes.lib.confined.child", self._module]
        command += [json.dumps(asdict(self._limits)), str(os.getpid())]
        with theirs:
            self._child = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=environment)
        self._channel, self._owner, self._used = ours, os.getpid(), 0
        atexit.register(self.close)
        try:
            head, _ = receive(ours, most_bytes=0, until=time.monotonic() + START_SECONDS)
        except (EOFError, OSError, BrokenMessage) as error:
            self._end()
            raise NoChild(f"no process for {self._module} could be started") from error
        self.confined_by_kernel = head.get("ready") is True
        log.info("confined process started", extra={"pid": self._child.pid, "filter": self.confined_by_kernel})
        return ours

    def _epitaph(self) -> str:
        """Return how the child ended that closed its channel."""
        code = self._end(patience_seconds=5.0)
        if code == -signal.SIGXCPU:
            return f"it used more than {self._limits.cpu_seconds} s of processor time"
        name = signal.Signals(-code).name if code < 0 and -code in set(signal.Signals) else f"code {code}"
        return f"the reading process was ended by {name}"

    def _end(self, *, patience_seconds: float = 0.0) -> int:
        """Close the channel, end the child and return its exit code; `patience_seconds` for one that is ending."""
        child, channel = self._child, self._channel
        self._child, self._channel, self._used = None, None, 0
        if channel:
            channel.close()
        if child is None:
            return 0
        atexit.unregister(self.close)
        try:
            return child.wait(timeout=patience_seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()
