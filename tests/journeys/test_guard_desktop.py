"""The guard's eyes and its window on a real X server."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from oes_guard import words
from oes_guard.client import Answer
from oes_guard.matching import listed_of, running
from oes_guard.platforms.linux import Linux
from tests.journeys.conftest import until
from tests.journeys.desktop import TITLE, Desktop, desktop


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desktop]:
    with desktop(tmp_path) as own:
        yield own


@pytest.fixture
def linux(desk) -> Iterator[Linux]:
    made = Linux(desk.name)
    yield made
    made.close()


def test_it_names_the_program_in_front_and_those_of_the_list(desk, linux):
    assert linux.foreground() is None, "no window is in front yet"
    desk.start("telegram-desktop")
    desk.start("gedit")
    desk.front("telegram-desktop")
    front = linux.foreground()
    assert (front.name, front.pid) == ("telegram-desktop", desk.programs["telegram-desktop"].pid)
    assert front.path.endswith("/telegram-desktop")
    assert TITLE not in repr(front)
    listed = listed_of(
        [{"name": "Telegram", "processes": ["telegram-desktop"]}, {"name": "Zoom", "processes": ["zoom"]}]
    )
    assert running(listed, linux.processes()) == {"Telegram"}
    desk.front("gedit")
    assert linux.foreground().name == "gedit"


def test_a_window_that_closed_meanwhile_is_none(desk, linux):
    desk.start("gedit")
    desk.front("gedit")
    desk.stop("gedit")
    assert linux.foreground() is None


def test_it_counts_the_screens(linux):
    assert linux.screens() == 1


def test_without_a_screen_it_says_that_it_cannot_see_the_foreground(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    blind = Linux()
    assert (blind.tells_foreground, blind.foreground(), blind.screens()) == (False, None, None)
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert not Linux().tells_foreground


def test_an_x_server_that_dies_leaves_a_guard_that_goes_on(tmp_path):
    with desktop(tmp_path) as own:
        linux = Linux(own.name)
        own.start("gedit")
        own.front("gedit")
        assert linux.foreground().name == "gedit"
        own.stop("gedit")
    assert linux.foreground() is None
    assert not linux.tells_foreground
    assert linux.processes()


class FakeClient:
    """A server that takes the guard into an exam that runs."""

    def __init__(self, server: str) -> None:
        self.server = server

    def join(self, *, code: str, system: str) -> Answer:
        self.code = code
        return Answer(200, {"attempt": "a", "exam": "Дерекқор", "state": "started", "elapsed_seconds": 1.0})

    def report(self, body: bytes) -> Answer:
        return Answer(200, {"state": "started", "elapsed_seconds": 2.0})


def test_the_window_shows_what_is_told(desk, linux, monkeypatch):
    pytest.importorskip("tkinter", reason="Tk is not installed (make setup installs it)")
    from oes_guard import window

    monkeypatch.setenv("DISPLAY", desk.name)
    monkeypatch.setattr(window, "Client", FakeClient)
    shown = window.Window(platform=linux, language="kk", server="https://oes.example.kz", code="")

    def log() -> str:
        shown._hear()
        shown._root.update()
        return shown._log.get("1.0", "end")

    shown._press()
    until(lambda: words.sentence("kk", "no_code") in log(), seconds=5, what="the word on the code")
    shown._code.set("K7QM2-RTX9B")
    shown._press()
    until(lambda: "Дерекқор" in log(), seconds=5, what="the exam's name")
    until(lambda: words.sentence("kk", "started", name="linux") in log(), seconds=5, what="what is told")
    assert shown._button.cget("text") == words.sentence("kk", "stop")
    shown._speak("ru")
    assert shown._button.cget("text") == words.sentence("ru", "stop")
    began = time.monotonic()
    shown.close()
    assert time.monotonic() - began < window.CLOSE_SECONDS
