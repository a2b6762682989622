"""What Linux and macOS have in common: the running programs, by psutil."""

import psutil

from oes_guard.matching import Process


def processes() -> list[Process]:
    """Return the programs that may be seen. One that ends meanwhile is left out."""
    found = []
    for one in psutil.process_iter(["pid", "name", "exe"]):
        info = one.info
        found.append(Process(info["pid"], info["name"] or "", info["exe"] or ""))
    return found


def process_of(pid: int) -> Process | None:
    """Return one program, or None when it has ended or is nobody's business."""
    try:
        one = psutil.Process(pid)
        return Process(pid, one.name(), _path_of(one))
    except (psutil.Error, ValueError, OverflowError):
        return None


def _path_of(one: psutil.Process) -> str:
    try:
        return str(one.exe())
    except (psutil.Error, OSError):
        return ""
