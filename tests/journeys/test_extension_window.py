"""The extension in a Chromium with a window: a person answers its question, another program takes the focus."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from bench.processes import free_port
from bench.screen import NoScreen, own_screen
from oes.integrations.extension.build import build, public_key
from oes.integrations.extension.manifest import chromium_id
from tests.journeys.conftest import chromium

AWAY_SECONDS = 5
ASK = "([id, message]) => new Promise((resolve) => chrome.runtime.sendMessage(id, message, resolve))"


class Deployment(ThreadingHTTPServer):
    """Stands for OES: any page, and a list of what the extension told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", free_port()), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.told: list[tuple[str, str, float]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers as the real addresses do; what they refuse is tested with them."""

    def do_GET(self) -> None:
        self._send(b"<!DOCTYPE html><title>OES</title>", "text/html")

    def do_OPTIONS(self) -> None:
        self._send(b"", "text/plain")

    def do_POST(self) -> None:
        now, body = time.time(), json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.told += [(e["kind"], e["detail"], now - e["age_ms"] / 1000) for e in body["events"]]  # type: ignore
        self._send(b'{"stored": 1, "running": true}', "application/json")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        told = {"Content-Type": kind, "Content-Length": str(len(body))}
        allowed = {"Origin": self.headers.get("Origin", ""), "Headers": "Authorization, Content-Type"}
        for name, value in (told | {f"Access-Control-Allow-{name}": value for name, value in allowed.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    server = Deployment()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def screen() -> Iterator[Display]:
    try:
        with own_screen() as name:
            display = Display(name)
            yield display
            display.close()
    except NoScreen as error:
        pytest.skip(str(error))


@pytest.mark.browser
def test_the_question_is_answered_and_another_program_is_noticed(deployment, screen, playwright, tmp_path):
    key = public_key(tmp_path / "key")
    built = build("chromium", origin=deployment.url, out=tmp_path / "built", key=key)
    with headed(playwright, tmp_path / "profile", built.folder, screen) as page:
        page.goto(deployment.url + "/attempts/1/")

        def ask(**message: object) -> dict:
            return page.evaluate(ASK, [chromium_id(key), message])

        with page.context.expect_page() as opened:
            ask(oes="allow", language="kk")
        opened.value.click("#allow")
        page.wait_for_timeout(2000)
        assert ask(oes="hello")["state"] == "asks"  # nobody has answered the browser's question yet
        press(screen, "Tab", "Return")  # from "Deny", which has the focus, to "Allow"
        page.wait_for_timeout(1500)
        assert ask(oes="hello")["state"] == "ready"
        assert ask(oes="start", attempt="a", token="t", hosts=[], seconds=600, language="kk")["state"] == "running"
        page.wait_for_timeout(2000)
        left, back = take_the_focus(screen, page)
        assert ask(oes="stop", attempt="a")["state"] == "asks"
        page.wait_for_timeout(500)
    moves = [one for one in deployment.told if one[0] != "heartbeat"]
    assert [(kind, detail) for kind, detail, _ in moves] == [
        ("started", ""), ("left", ""), ("returned", ""), ("stopped", "")
    ]  # fmt: skip
    assert [at for _, _, at in moves[1:3]] == pytest.approx([left, back], abs=1)


@contextmanager
def headed(playwright: Playwright, profile: Path, extension: Path, screen: Display) -> Iterator[Page]:
    """Yield a page of a Chromium with a window on that screen, with the extension and an empty profile."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=chromium(), headless=False, no_viewport=True,
        env={**os.environ, "DISPLAY": screen.get_display_name()}, ignore_default_args=["--disable-extensions"],
        args=["--no-sandbox", f"--load-extension={extension}", f"--disable-extensions-except={extension}",
              "--disable-background-networking", "--no-first-run", "--window-size=1200,780", "--window-position=0,0"],
    )  # fmt: skip
    yield context.new_page()
    context.close()


def press(screen: Display, *names: str) -> None:
    """Press keys as a keyboard does."""
    for name in names:
        code = screen.keysym_to_keycode(XK.string_to_keysym(name))
        xtest.fake_input(screen, X.KeyPress, code)
        xtest.fake_input(screen, X.KeyRelease, code)
        screen.sync()
        time.sleep(0.4)


def take_the_focus(screen: Display, page: Page) -> tuple[float, float]:
    """Let another program's window have the focus for a while; return when it took it and gave it back."""
    before, top = screen.get_input_focus().focus, screen.screen()
    other = top.root.create_window(100, 100, 300, 200, 0, top.root_depth, X.InputOutput, X.CopyFromParent)
    other.map()
    screen.sync()
    page.wait_for_timeout(300)
    other.set_input_focus(X.RevertToParent, X.CurrentTime)
    screen.sync()
    left = time.time()
    page.wait_for_timeout(AWAY_SECONDS * 1000)
    before.set_input_focus(X.RevertToParent, X.CurrentTime)
    screen.sync()
    back = time.time()
    page.wait_for_timeout(1500)
    return left, back
