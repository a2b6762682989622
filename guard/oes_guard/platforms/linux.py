"""Linux: programs by /proc (psutil), the active window by X11 (EWMH), screens by RandR."""

import os
from pathlib import Path

from Xlib import X
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.ext.res import LocalClientPIDMask
from Xlib.xobject.drawable import Window

from oes_guard.matching import Process
from oes_guard.platforms import hypervisor_in, posix

DMI = Path("/sys/class/dmi/id")
LOST = (XError, ConnectionClosedError, DisplayError, OSError)


class Linux:
    """A Linux with or without an X server. Under Wayland nobody is told which program is in front."""

    key = "linux"

    def __init__(self, display: str | None = None) -> None:
        self._display: Display | None = None
        wayland = os.environ.get("XDG_SESSION_TYPE", "") == "wayland" or "WAYLAND_DISPLAY" in os.environ
        if display is None and wayland:
            return
        try:
            self._display = Display(display)
        except LOST:
            return

    @property
    def tells_foreground(self) -> bool:
        return self._display is not None

    def processes(self) -> list[Process]:
        return posix.processes()

    def foreground(self) -> Process | None:
        """Follow _NET_ACTIVE_WINDOW of the root to the program that owns the window."""
        if self._display is None:
            return None
        try:
            root = self._display.screen().root
            window = _number(self._display, root, "_NET_ACTIVE_WINDOW", "WINDOW")
            pid = _pid_of(self._display, window) if window else 0
        except XError:
            return None  # the window closed between two questions
        except LOST:
            self.close()
            return None
        return posix.process_of(pid) if pid else None

    def close(self) -> None:
        """Let go of the X server, which may be gone already."""
        display, self._display = self._display, None
        try:
            if display:
                display.close()
        except LOST:
            return

    def screens(self) -> int | None:
        if self._display is None:
            return None
        try:
            resources = self._display.screen().root.xrandr_get_screen_resources_current()
            active = [self._display.xrandr_get_crtc_info(crtc, X.CurrentTime) for crtc in resources.crtcs]
            places = {(c.x, c.y, c.width, c.height) for c in active if c.mode}
        except (AttributeError, *LOST):
            return None
        return len(places) or None

    def virtual_machine(self) -> str:
        return hypervisor_in(*(_read(DMI / name) for name in ("sys_vendor", "product_name", "board_vendor")))


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""


def _pid_of(display: Display, window: int) -> int:
    """Ask the X server whose window it is; a program in a container calls itself by another number."""
    if display.has_extension("X-Resource"):
        told = display.res_query_client_ids([{"client": window, "mask": LocalClientPIDMask}])
        pids = [one.value[0] for one in told.ids if one.spec.mask == LocalClientPIDMask and one.value]
        if pids:
            return int(pids[0])
    return _number(display, display.create_resource_object("window", window), "_NET_WM_PID", "CARDINAL")


def _number(display: Display, window: Window, name: str, kind: str) -> int:
    told = window.get_full_property(display.get_atom(name), display.get_atom(kind))
    return int(told.value[0]) if told and len(told.value) else 0
