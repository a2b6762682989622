"""Exam page, extension and guard all see the same switch: it is one violation, told by all three."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright
from Xlib import X
from Xlib.error import XError

from tests.journeys.conftest import FLAGS, Scene, chromium, until
from tests.journeys.desktop import Desktop, desktop
from tests.journeys.test_extension import ExtendedSitting, answered_profile
from tests.journeys.test_guard import GUARD
from tests.journeys.test_one_exam import attempt_start

RULES = {
    "grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0, "extension": "required", "guard": "optional",
}  # fmt: skip
AWAY_SECONDS = 5
OTHER = "gedit"


class WatchedSitting(ExtendedSitting):
    """A student with extension and guard, at a desktop."""

    desk: Desktop
    guard: subprocess.Popen[bytes]

    def at_device_check(self) -> None:
        super().at_device_check()
        self.desk.windows["chromium"] = browser_window(self.desk)
        self.desk.front("chromium")
        environment = {**os.environ, "DISPLAY": self.desk.name, "PYTHONPATH": str(GUARD)}
        code = self.page.inner_text("#guard-code")
        command = [sys.executable, "-m", "oes_guard", "--headless", "--server", self.scene.own.url, "--code", code]
        self.guard = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        self.page.wait_for_selector("#fact-guard.good")

    def switch(self) -> tuple[float, float]:
        """Let another program have the focus and the front, as Alt-Tab does; return when it had them."""
        assert self.exam is not None
        devtools = self.context.new_cdp_session(self.exam)
        devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
        display = self.desk.display
        before = display.get_input_focus().focus
        other = display.create_resource_object("window", self.desk.windows[OTHER])
        other.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.desk.front(OTHER)
        left = time.time()
        self.exam.wait_for_timeout(AWAY_SECONDS * 1000)
        before.set_input_focus(X.RevertToParent, X.CurrentTime)
        self.desk.front("chromium")
        self.exam.bring_to_front()
        devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        return left, time.time()


def browser_window(desk: Desktop) -> int:
    """Return the window of Chromium that belongs to a program: the largest one with a class."""
    found = {}
    for window in desk.display.screen().root.query_tree().children:
        try:
            named, shape = window.get_wm_class(), window.get_geometry()
        except XError:
            continue
        if named and "chromium" in named[1].lower():
            found[shape.width * shape.height] = window.id
    return found[max(found)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desktop]:
    with desktop(tmp_path) as own:
        own.start(OTHER)
        yield own


@pytest.fixture
def opened(playwright: Playwright, desk: Desktop, tmp_path: Path) -> Iterator:
    """Return a function that opens a Chromium with a window and the extension of an installation."""
    contexts: list[BrowserContext] = []

    def launch(own: Scene, camera: Path) -> BrowserContext:
        own.own.run("extension", "build", "--origin", own.own.url, "--browser", "chromium")
        built = own.own.folder / "extension"
        profile = answered_profile(tmp_path / "profile", (built / "id").read_text().strip())
        folder = built / "built" / "chromium"
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}", f"--load-extension={folder}"]
        contexts.append(
            playwright.chromium.launch_persistent_context(
                str(profile), executable_path=chromium(), headless=False, no_viewport=True, locale="kk-KZ",
                env={**os.environ, "DISPLAY": desk.name}, ignore_default_args=["--disable-extensions"],
                args=[*flags, f"--disable-extensions-except={folder}", "--window-size=780,560"],
            )
        )  # fmt: skip
        return contexts[-1]

    yield launch
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.models
def test_one_switch_that_three_saw_is_one_violation(scene, desk, opened, calm):
    own = scene(**RULES)
    sitting = WatchedSitting(opened(own, calm), own)
    sitting.desk = desk
    try:
        sitting.come_to_ok()
        sitting.press_ok()
        exam = sitting.enter_exam()
        until(lambda: sources(own) == {"embed", "extension", "guard"}, seconds=30, what="a word of all three")
        exam.wait_for_timeout(3000)
        left, back = sitting.switch()
        exam.wait_for_timeout(3000)
        sitting.answer_all()
        sitting.finish()
        until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    finally:
        sitting.guard.terminate()
        sitting.guard.wait(20)
    found = own.rows(
        "select source, detail, start_seconds, end_seconds from violations_violation where kind = 'window_switch'"
    )
    ((source, detail, start, end),) = found
    assert (source, detail) == ("embed+extension+guard", OTHER)
    began = attempt_start(own)
    assert (start, end) == pytest.approx((left - began, back - began), abs=1.5)


def sources(own: Scene) -> set[str]:
    told = own.rows("select distinct source from recordings_clientevent where source != 'recorder'")
    return {source for (source,) in told}
