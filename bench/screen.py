"""A screen of our own that is drawn into memory: browsers with windows need one."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

STOP_SECONDS = 15
SHAPE = "1280x800x24"


class NoScreen(Exception):
    """Xvfb is not installed or did not start."""


@contextmanager
def own_screen() -> Iterator[str]:
    """Start an X server and yield its display, such as ":7"; it picks a free number itself. NoScreen if it cannot."""
    if shutil.which("Xvfb") is None:
        raise NoScreen("Xvfb is not installed (make setup installs it)")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SHAPE, "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise NoScreen("Xvfb did not start")
        yield f":{number}"
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process politely, or else at once."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
