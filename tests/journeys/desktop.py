"""A screen of its own (Xvfb) with programs that have windows; which one is in front is said here, as a window manager
would say it."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from Xlib.display import Display

from bench.screen import end

TITLE = "Diary of my aunt"
WINDOW = f"""
import sys
from Xlib.display import Display
display = Display()
window = display.screen().root.create_window(0, 0, 200, 100, 0, display.screen().root_depth)
window.set_wm_name({TITLE!r})
window.map()
display.sync()
print(window.id, flush=True)
sys.stdin.read()
"""


class Desktop:
    """One X server. Programs are copies of Python under other names: to the system they are those programs."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.display = Display(name)
        self.windows: dict[str, int] = {}
        self.programs: dict[str, subprocess.Popen[str]] = {}
        self.environment = {
            **os.environ,
            "DISPLAY": name,
            "PYTHONHOME": sys.base_prefix,
            "PYTHONPATH": sysconfig.get_path("purelib"),
        }
        for word in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            self.environment.pop(word, None)

    def start(self, program: str) -> None:
        """Start a program of this name, and wait for its window."""
        file = self.folder / program
        if not file.exists():
            shutil.copy(Path(sys.executable).resolve(), file)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        process = subprocess.Popen([str(file), "-c", WINDOW], env=self.environment, **pipes)
        self.programs[program] = process
        assert process.stdout
        self.windows[program] = int(process.stdout.readline())

    def stop(self, program: str) -> None:
        """Close a program."""
        self.programs.pop(program).communicate()

    def front(self, program: str) -> None:
        """Bring a program's window to the front."""
        root = self.display.screen().root
        window = [self.windows[program]]
        root.change_property(self.display.get_atom("_NET_ACTIVE_WINDOW"), self.display.get_atom("WINDOW"), 32, window)
        self.display.sync()

    def stop_all(self) -> None:
        for program in list(self.programs):
            self.stop(program)
        self.display.close()


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Start an X server on the first free display, and stop it at the end."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed (make setup installs it)")
    read, write = os.pipe()
    program = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with (folder / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(program, pass_fds=[write], stdout=log, stderr=log)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, (folder / "xvfb.log").read_text(errors="replace")
        own = Desktop(folder, f":{number}")
        try:
            yield own
        finally:
            own.stop_all()
    finally:
        end(server)
