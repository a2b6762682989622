"""What a library with a hole might do inside a confined process."""

import ctypes
import os
import resource
import socket
import subprocess
import threading
import time
from pathlib import Path


def echo(told, bodies, _ask):
    return {"told": told, "pid": os.getpid()}, bodies


def crash(told, _bodies, _ask):
    ctypes.CDLL(None).abort() if told.get("abort") else ctypes.string_at(0)
    return {}, []


def hang(told, _bodies, _ask):
    time.sleep(60)
    return {}, []


def spin(told, _bodies, _ask):
    while True:
        pass


def hoard(told, _bodies, _ask):
    kept = [bytearray(50 * 1024 * 1024) for _ in range(200)]
    return {"kept": len(kept)}, []


def flood(told, _bodies, _ask):
    return {}, [bytes(3 * 1024 * 1024)]


def nonsense(told, _bodies, _ask):
    os.write(3, b"\xff" * 100)
    time.sleep(60)
    return {}, []


def fails(told, _bodies, _ask):
    raise KeyError("what it shows")


def refuses(told, _bodies, _ask):
    raise ConnectionError("no picture")


def asks(told, _bodies, ask):
    return {}, [ask({"part": number})[0] for number in range(told["count"])]


def escapes(told, _bodies, _ask):
    """Return which of the ways out are open."""
    open_ways = [name for name, way in WAYS.items() if _goes(way, told["path"])]
    thread = threading.Thread(target=lambda: open_ways.append("thread"))
    thread.start()
    thread.join()
    return {"open": open_ways, "secret": os.environ.get("OES_SECRET_KEY")}, []


def variables(_told, _bodies, _ask):
    """Return what it was given to know."""
    return dict(os.environ), []


def _call(number, *arguments):
    if ctypes.CDLL(None).syscall(number, *arguments):
        raise OSError


TGKILL = 131 if os.uname().machine == "aarch64" else 234
WAYS = {
    "network": lambda path: socket.create_connection(("127.0.0.1", 9), 1),
    "program": lambda path: subprocess.run(["true"], check=True),
    "process": lambda path: os.fork(),
    "signal": lambda path: os.kill(os.getppid(), 0),
    "signal to a thread": lambda path: _call(TGKILL, os.getppid(), os.getppid(), 0),
    "limits of others": lambda path: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
    "new file": lambda path: Path(path, "new").write_bytes(b"x"),
    "old file": lambda path: Path(path, "old").open("r+b").close(),
    "deleting": lambda path: Path(path, "old").unlink(),
    "renaming": lambda path: Path(path, "old").rename(Path(path, "moved")),
    "rights": lambda path: os.fchmod(os.open(Path(path, "old"), os.O_RDONLY), 0o777),
    "times": lambda path: os.utime(Path(path, "old"), (0, 0)),
    "pipe": lambda path: os.mkfifo(Path(path, "pipe")),
    "files": lambda path: [os.open(Path(path, "old"), os.O_RDONLY) for _ in range(200)],
}


def _goes(way, path: str) -> bool:
    try:
        way(path)
    except OSError:
        return False
    return True


OPERATIONS = {
    one.__name__: one
    for one in (echo, crash, hang, spin, hoard, flood, nonsense, fails, refuses, asks, escapes, variables)
}
KINDS = {ConnectionError: "refused"}
