"""What the guard sees becomes events: on a computer that is made up here."""

import pytest

from oes_guard.matching import Listed, Process, called, listed_of, running
from oes_guard.watch import Watcher

TELEGRAM = Listed("Telegram", frozenset({"telegram-desktop", "telegram"}), ("/telegram desktop/",))
ZOOM = Listed("Zoom", frozenset({"zoom"}), maker="Zoom")
OWN_PID = 99


class Computer:
    """A system whose answers a test sets."""

    key = "linux"
    tells_foreground = True

    def __init__(self) -> None:
        self.rows: list[Process] = []
        self.front: Process | None = None
        self.count: int | None = 1
        self.machine = ""
        self.at = 0.0

    def processes(self) -> list[Process]:
        return self.rows

    def foreground(self) -> Process | None:
        return self.front

    def screens(self) -> int | None:
        return self.count

    def virtual_machine(self) -> str:
        return self.machine


@pytest.fixture
def computer() -> Computer:
    return Computer()


def watcher(computer: Computer, browser: str = "") -> Watcher:
    listed = [TELEGRAM, ZOOM]
    return Watcher(platform=computer, listed=listed, browser=browser, own_pid=OWN_PID, now=lambda: computer.at)


def look(watch: Watcher, computer: Computer, at: float, front: str | None = None, pid: int = 1) -> list[tuple]:
    """Look at a moment, with a program in front; return what is told."""
    computer.at = at
    computer.front = Process(pid, front) if front else None
    watch.look()
    return [(e.at, e.kind, e.detail) for e in watch.take()]


def told(events: list[tuple]) -> list[tuple]:
    return [(kind, detail) for _, kind, detail in events if kind not in ("started", "screens")]


def test_a_listed_program_is_told_when_it_comes_and_when_it_goes(computer):
    watch = watcher(computer)
    computer.rows = [Process(5, "gedit"), Process(6, "telegram-desktop")]
    assert told(look(watch, computer, 0)) == [("program_seen", "Telegram")]
    assert told(look(watch, computer, 5)) == []
    computer.rows = [Process(5, "gedit")]
    assert told(look(watch, computer, 10)) == [("program_gone", "Telegram")]


def test_nothing_but_listed_programs_leaves_the_computer(computer):
    watch = watcher(computer)
    computer.rows = [Process(5, "my diary", "/home/me/secret plans/diary")]
    assert "diary" not in str(look(watch, computer, 0))


def test_the_program_in_front_at_ok_is_the_exams_browser(computer):
    watch = watcher(computer)
    look(watch, computer, 0, "Terminal")
    look(watch, computer, 5, "firefox")
    look(watch, computer, 9, "telegram-desktop")
    watch.begin(started_at=8.0)
    told_at = [(e.at, e.kind, e.detail) for e in watch.take()]
    assert told_at == [(8.0, "browser", "firefox"), (9, "left", "Telegram")], "what followed the click counts too"
    assert told(look(watch, computer, 12, "Firefox")) == [("returned", "")]


def test_leaving_is_told_once_for_each_program_and_by_its_name(computer):
    watch = watcher(computer)
    look(watch, computer, 0, "chrome.exe")
    watch.begin(started_at=1.0)
    watch.take()
    assert told(look(watch, computer, 2, "gedit")) == [("left", "gedit")]
    assert told(look(watch, computer, 3, "gedit")) == []
    assert told(look(watch, computer, 4, "telegram-desktop")) == [("left", "Telegram")]
    assert told(look(watch, computer, 5, "chrome.exe")) == [("returned", "")]
    assert told(look(watch, computer, 6, "chrome")) == []


def test_the_guards_own_window_and_no_window_are_neutral(computer):
    watch = watcher(computer)
    look(watch, computer, 0, "chrome")
    watch.begin(started_at=1.0)
    watch.take()
    assert told(look(watch, computer, 2, "oes-guard", pid=OWN_PID)) == []
    assert told(look(watch, computer, 3, None)) == []
    look(watch, computer, 4, "gedit")
    assert told(look(watch, computer, 5, "oes-guard", pid=OWN_PID)) == [], "who came from elsewhere has not returned"
    assert told(look(watch, computer, 6, "chrome")) == [("returned", "")]


def test_before_ok_nothing_is_told_of_the_program_in_front(computer):
    watch = watcher(computer)
    assert told(look(watch, computer, 0, "gedit") + look(watch, computer, 1, "telegram-desktop")) == []


def test_a_guard_started_in_the_middle_waits_for_a_browser_or_knows_it(computer):
    watch = watcher(computer)
    watch.begin(started_at=-600.0)
    assert told(look(watch, computer, 1, "Terminal")) == []
    assert told(look(watch, computer, 2, "msedge.exe")) == [("browser", "msedge.exe")]
    again = watcher(computer, browser="firefox")
    again.begin(started_at=-600.0)
    assert told(look(again, computer, 3, "Terminal")) == [("left", "Terminal")]


def test_screens_are_told_when_their_number_changes(computer):
    watch = watcher(computer)
    events = [*look(watch, computer, 0), *look(watch, computer, 20)]
    computer.count = 2
    events += look(watch, computer, 40)
    computer.count = None
    events += look(watch, computer, 60)
    assert [(at, detail) for at, kind, detail in events if kind == "screens"] == [(0, "1"), (40, "2")]


def test_a_virtual_machine_and_a_silent_system_are_told_at_the_start(computer):
    computer.machine, computer.tells_foreground = "QEMU", False
    kinds = [(e.kind, e.detail) for e in watcher(computer).take()]
    assert kinds == [("started", "linux"), ("virtual_machine", "QEMU"), ("foreground_unknown", "")]


@pytest.mark.parametrize(
    ("process", "found"),
    [
        (Process(1, "Telegram.exe"), {"Telegram"}),
        (Process(1, "notes.exe", "C:\\Users\\a\\AppData\\Roaming\\Telegram Desktop\\notes.exe"), {"Telegram"}),
        (Process(1, "notes.exe", "C:\\notes.exe", original="Telegram.exe"), {"Telegram"}),
        (Process(1, "thread-name", "/opt/telegram/telegram-desktop"), {"Telegram"}),
        (Process(1, "telegram-notes"), set()),
        (Process(1, "zoom.exe", maker="Zoom Communications, Inc."), {"Zoom"}),
        (Process(1, "zoom.exe", maker="A lens company"), set()),
        (Process(1, ""), set()),
    ],
)
def test_a_program_is_known_by_name_path_and_maker(process, found):
    assert running([TELEGRAM, ZOOM], [process]) == found


def test_the_servers_list_is_read_and_names_what_it_finds():
    rows = [{"name": "Telegram", "processes": ["Telegram.EXE"], "paths": [""], "maker": ""}, {"name": "X"}]
    listed = listed_of(rows)
    assert called(listed, Process(1, "telegram")) == "Telegram"
    assert called(listed, Process(1, " gedit ")) == "gedit"
    assert running(listed, [Process(1, "gedit", "/usr/bin/gedit")]) == set()
