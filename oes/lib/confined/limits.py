"""What a confined process may use, and how it binds itself. Linux only; no library but the standard one."""

import ctypes
import math
import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from oes.lib.confined.calls import refuse_calls

MB = 1024 * 1024
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """`cpu_seconds` and `wall_seconds` hold for one piece of work, the rest for the whole life of the process.

    `memory_mb`: private memory beyond that of the process when it has started (networks are loaded later).
    `written_mb`: how large a file it writes may become; 0: it changes no file at all. `uses`: pieces of work after
    which a fresh process takes its place. `answer_mb`: the largest answer that is taken from it.
    """

    cpu_seconds: int = 60
    wall_seconds: float = 100.0
    memory_mb: int = 1536
    files: int = 64
    written_mb: int = 0
    uses: int = 5000
    answer_mb: int = 64


def confine(limits: Limits) -> bool:
    """Bind this process for good. Return whether the kernel also keeps it from network, programs and files."""
    for kind, most in (
        (resource.RLIMIT_CORE, 0),  # a dump would hold faces
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, limits.written_mb * MB),
        (resource.RLIMIT_DATA, _private_bytes() + limits.memory_mb * MB),
    ):
        resource.setrlimit(kind, (most, most))
    return refuse_calls(files=limits.written_mb == 0)


def allow_cpu(seconds: int) -> None:
    """Let this process use so many more seconds of processor time; then the kernel ends it with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def die_with(parent: int) -> None:
    """Let the kernel end this process when the one that started it is gone, even in the middle of a hang."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit("the parent is gone")


def _private_bytes() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:")), 0)
