"""The Windows part, with answers as Microsoft documents them. They were not recorded on a Windows."""

import ctypes

import pytest

from oes_guard.matching import Process
from oes_guard.platforms import hypervisor_in
from oes_guard.platforms.windows import ProcessEntry, Windows, text_of

CHROME = r"C:\Program Files\Google\Chrome\Application\chrome.exe"
HOST = r"C:\Windows\System32\ApplicationFrameHost.exe"
STORE = r"C:\Program Files\WindowsApps\5319275A.WhatsAppDesktop_2.2\WhatsApp.exe"


class Api:
    """A Windows with Chrome, a Store program in its frame, and a program of the administrator's."""

    def __init__(self) -> None:
        self.window = 100
        self.owners = {100: 10, 200: 20, 201: 20, 202: 30, 300: 40}
        self.paths = {10: CHROME, 20: HOST, 30: STORE}
        self.asked: list[str] = []

    def snapshot(self) -> list[tuple[int, str]]:
        return [(0, "[System Process]"), (10, "chrome.exe"), (20, "ApplicationFrameHost.exe"), (30, "WhatsApp.exe"),
                (40, "TeamViewer.exe")]  # fmt: skip

    def path_of(self, pid: int) -> str:
        return self.paths.get(pid, "")

    def version_names(self, path: str) -> tuple[str, str]:
        self.asked.append(path)
        return ("chrome.exe", "Google LLC") if path == CHROME else ("", "")

    def foreground_window(self) -> int:
        return self.window

    def pid_of_window(self, window: int) -> int:
        return self.owners.get(window, 0)

    def child_windows(self, window: int) -> list[int]:
        return [201, 202] if window == 200 else []

    def monitors(self) -> int:
        return 2

    def machine(self) -> tuple[str, str]:
        return ("VMware, Inc.", "VMware7,1")


@pytest.fixture
def api() -> Api:
    return Api()


def test_programs_come_with_path_and_version_names_which_are_asked_once(api):
    windows = Windows(api)
    assert windows.processes()[1] == Process(10, "chrome.exe", CHROME, "chrome.exe", "Google LLC")
    assert windows.processes()[4] == Process(40, "TeamViewer.exe")
    assert api.asked.count(CHROME) == 1


def test_the_program_in_front_is_the_windows_owner(api):
    assert Windows(api).foreground().name == "chrome.exe"
    api.window = 0
    assert Windows(api).foreground() is None
    api.window = 999
    assert Windows(api).foreground() is None


def test_a_store_program_is_found_inside_its_frame(api):
    api.window = 200
    assert Windows(api).foreground().name == "WhatsApp.exe"
    del api.owners[202]
    assert Windows(api).foreground().name == "ApplicationFrameHost.exe"


def test_a_program_of_the_administrators_has_at_least_a_name(api):
    api.window = 300
    assert Windows(api).foreground() == Process(40, "TeamViewer.exe")


def test_screens_and_virtual_machine(api):
    assert (Windows(api).screens(), Windows(api).virtual_machine()) == (2, "VMware")


@pytest.mark.parametrize(
    ("maker", "model", "name"),
    [
        ("innotek GmbH", "VirtualBox", "VirtualBox"),
        ("Microsoft Corporation", "Virtual Machine", "Hyper-V"),
        ("Microsoft Corporation", "Surface Laptop 4", ""),
        ("LENOVO", "20XW", ""),
        ("", "", ""),
    ],
)
def test_a_virtual_machine_names_itself(maker, model, name):
    assert hypervisor_in(maker, model) == name


def test_the_entry_of_a_process_has_the_documented_layout():
    """568 bytes on 64-bit Windows; the name begins at byte 44."""
    assert (ctypes.sizeof(ProcessEntry), ProcessEntry.name.offset) == (568, 44)
    entry = ProcessEntry()
    ctypes.memmove(ctypes.addressof(entry) + 44, "WhatsApp.exe\0rest".encode("utf-16-le"), 34)
    assert text_of(entry.name) == "WhatsApp.exe"
