"""A weak computer out of a strong one: one core for the whole browser, and something else that wants it too."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.screen import end

ROUND_SECONDS = 0.05
SPIN = """
import os, sys, time
core, share, length = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
os.sched_setaffinity(0, {core})
while True:
    began = time.perf_counter()
    while time.perf_counter() - began < share * length:
        pass
    time.sleep((1 - share) * length)
"""


class OneCore(Exception):
    """This machine has one core only: nothing is left for the server."""


@contextmanager
def core_apart() -> Iterator[int]:
    """Yield a core that this process, and what it starts from now on, keeps off. OneCore if there is no other."""
    before = os.sched_getaffinity(0)
    core, *others = sorted(before)
    if not others:
        raise OneCore("one core is for the browser, and this machine has no other for the server")
    os.sched_setaffinity(0, others)
    try:
        yield core
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def busy(core: int, percent: float) -> Iterator[None]:
    """Keep a core busy for a share of each twentieth of a second, as a virus scanner would."""
    if percent <= 0:
        yield
        return
    program = [sys.executable, "-c", SPIN, str(core), str(min(percent, 100.0) / 100), str(ROUND_SECONDS)]
    process = subprocess.Popen(program)
    try:
        yield
    finally:
        end(process)


def pinned(program: str, core: int, folder: Path) -> Path:
    """Write a script that runs a program, and all that it starts, on one core; return its path."""
    script = folder / "on-one-core"
    script.write_text(
        f"#!{sys.executable}\nimport os, sys\nos.sched_setaffinity(0, {{{core}}})\n"
        f"os.execv({program!r}, [{program!r}, *sys.argv[1:]])\n"
    )
    script.chmod(0o700)
    return script
