"""Windows 10 and newer: programs by Toolhelp, the window in front by user32, all through ctypes.

`Win32` asks the system and decides nothing; `Windows` decides and is tested with answers written after Microsoft's
documentation. Neither has been run on a real Windows yet.
"""

import ctypes
from collections.abc import Callable
from typing import Any, Protocol

from oes_guard.matching import Process, bare
from oes_guard.platforms import hypervisor_in

FIRST_VERSION = 10
FRAME_HOST = "applicationframehost"
"""Carries the windows of Store programs, which live in a process of their own."""
SNAP_PROCESSES = 0x2
QUERY_LIMITED = 0x1000
SM_CMONITORS = 80
LONGEST_PATH = 32768
WCHAR = ctypes.c_uint16
"""Not c_wchar: that has four bytes where these structures are tested."""


class ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("usage", ctypes.c_uint32),
        ("pid", ctypes.c_uint32),
        ("heap", ctypes.c_size_t),
        ("module", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("parent", ctypes.c_uint32),
        ("priority", ctypes.c_int32),
        ("flags", ctypes.c_uint32),
        ("name", WCHAR * 260),
    )


def text_of(letters: Any) -> str:
    """Return a zero-ended UTF-16 text."""
    return bytes(letters).decode("utf-16-le", "replace").partition("\0")[0]


class Api(Protocol):
    """What is asked of Windows."""

    def snapshot(self) -> list[tuple[int, str]]: ...
    def path_of(self, pid: int) -> str: ...
    def version_names(self, path: str) -> tuple[str, str]: ...
    def foreground_window(self) -> int: ...
    def pid_of_window(self, window: int) -> int: ...
    def child_windows(self, window: int) -> list[int]: ...
    def monitors(self) -> int: ...
    def machine(self) -> tuple[str, str]: ...


class Windows:
    """Windows 10 and newer. Paths and version names are asked once for each process."""

    key = "windows"
    tells_foreground = True

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[tuple[int, str], Process] = {}

    def processes(self) -> list[Process]:
        rows = self._api.snapshot()
        self._known = {(pid, name): self._process(pid, name) for pid, name in rows}
        return list(self._known.values())

    def _process(self, pid: int, name: str) -> Process:
        known = self._known.get((pid, name))
        if known:
            return known
        path = self._api.path_of(pid)
        original, maker = self._api.version_names(path) if path else ("", "")
        return Process(pid, name, path, original, maker)

    def foreground(self) -> Process | None:
        """Return the program in front. While the focus moves, or behind the lock screen, there is none."""
        window = self._api.foreground_window()
        if not window:
            return None
        process = self._owner(window)
        if process and bare(process.name) == FRAME_HOST:
            inside = (self._owner(child) for child in self._api.child_windows(window))
            return next((one for one in inside if one and bare(one.name) != FRAME_HOST), process)
        return process

    def _owner(self, window: int) -> Process | None:
        pid = self._api.pid_of_window(window)
        path = self._api.path_of(pid) if pid else ""
        name = path.replace("\\", "/").rpartition("/")[2]
        if not name:  # a program of the administrator's tells its name only to the list of processes
            name = next((name for one, name in self._api.snapshot() if one == pid), "") if pid else ""
        return self._process(pid, name) if name else None

    def screens(self) -> int | None:
        return self._api.monitors() or None

    def virtual_machine(self) -> str:
        return hypervisor_in(*self._api.machine())


class Win32:
    """The calls themselves."""

    def __init__(self) -> None:
        load: Callable[[str], Any] = ctypes.WinDLL  # type: ignore[attr-defined]
        self._kernel, self._user, self._version = load("kernel32"), load("user32"), load("version")
        handle = ctypes.c_void_p
        self._kernel.CreateToolhelp32Snapshot.restype = handle
        self._kernel.OpenProcess.restype = handle
        self._kernel.CloseHandle.argtypes = [handle]
        self._kernel.Process32FirstW.argtypes = self._kernel.Process32NextW.argtypes = [handle, handle]
        self._kernel.QueryFullProcessImageNameW.argtypes = [handle, ctypes.c_uint32, handle, handle]
        self._user.GetForegroundWindow.restype = handle
        self._user.GetWindowThreadProcessId.argtypes = [handle, handle]
        self._version.VerQueryValueW.argtypes = [handle, ctypes.c_wchar_p, handle, handle]

    def snapshot(self) -> list[tuple[int, str]]:
        shot = self._kernel.CreateToolhelp32Snapshot(SNAP_PROCESSES, 0)
        if shot in (None, ctypes.c_void_p(-1).value):
            return []
        entry, found = ProcessEntry(), []
        entry.size = ctypes.sizeof(entry)
        try:
            more = self._kernel.Process32FirstW(shot, ctypes.byref(entry))
            while more:
                found.append((int(entry.pid), text_of(entry.name)))
                more = self._kernel.Process32NextW(shot, ctypes.byref(entry))
        finally:
            self._kernel.CloseHandle(shot)
        return found

    def path_of(self, pid: int) -> str:
        process = self._kernel.OpenProcess(QUERY_LIMITED, False, pid)
        if not process:
            return ""
        letters, length = (WCHAR * LONGEST_PATH)(), ctypes.c_uint32(LONGEST_PATH)
        try:
            told = self._kernel.QueryFullProcessImageNameW(process, 0, letters, ctypes.byref(length))
        finally:
            self._kernel.CloseHandle(process)
        return text_of(letters) if told else ""

    def version_names(self, path: str) -> tuple[str, str]:
        """Return OriginalFilename and CompanyName of a program's version information; empty where it has none."""
        size = self._version.GetFileVersionInfoSizeW(path, None)
        if not size:
            return "", ""
        block = ctypes.create_string_buffer(size)
        if not self._version.GetFileVersionInfoW(path, 0, size, block):
            return "", ""
        pairs = self._value(block, "\\VarFileInfo\\Translation", 1)
        if len(pairs) < 4:
            return "", ""
        language = f"{int.from_bytes(pairs[:2], 'little'):04x}{int.from_bytes(pairs[2:4], 'little'):04x}"
        place = f"\\StringFileInfo\\{language}\\"
        original, maker = (self._value(block, place + name, 2) for name in ("OriginalFilename", "CompanyName"))
        return text_of(original), text_of(maker)

    def _value(self, block: Any, name: str, unit: int) -> bytes:
        """Return a value; `unit`: bytes of what its length counts, letters in a text."""
        place, length = ctypes.c_void_p(), ctypes.c_uint32()
        if not self._version.VerQueryValueW(block, name, ctypes.byref(place), ctypes.byref(length)) or not place.value:
            return b""
        return ctypes.string_at(place.value, length.value * unit)

    def foreground_window(self) -> int:
        return self._user.GetForegroundWindow() or 0

    def pid_of_window(self, window: int) -> int:
        pid = ctypes.c_uint32()
        self._user.GetWindowThreadProcessId(window, ctypes.byref(pid))
        return int(pid.value)

    def child_windows(self, window: int) -> list[int]:
        found: list[int] = []
        kind = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)  # type: ignore[attr-defined]

        def keep(child: int, _: int) -> int:
            found.append(child)
            return 1

        take = kind(keep)
        self._user.EnumChildWindows(ctypes.c_void_p(window), take, None)
        return found

    def monitors(self) -> int:
        return int(self._user.GetSystemMetrics(SM_CMONITORS))

    def machine(self) -> tuple[str, str]:
        """Return maker and model, as the firmware names them."""
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\BIOS") as key:  # type: ignore[attr-defined]
                names = [winreg.QueryValueEx(key, n)[0] for n in ("SystemManufacturer", "SystemProductName")]  # type: ignore[attr-defined]
        except OSError:
            return "", ""
        return str(names[0]), str(names[1])
