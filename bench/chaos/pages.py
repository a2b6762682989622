"""Real recorder pages in a real Chromium with a fake camera: a student who presses whatever the page asks to press."""

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from bench.input_delay.sitting import NoBrowser, chromium

FLAGS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
TO_PRESS = (
    "#unreachable-retry", "#elsewhere-take", "#resume-go", "#fact-camera-action", "#fact-screen-action",
    "#device-go:enabled", "#identity-go", "#identity-check:enabled", "#challenge-unable", "#ok-go",
    "#trouble-retry button", "#end-check-go",
)  # fmt: skip
"""What stands in the student's way, the nearest first. What is not on the page is passed over."""
DONE = "[data-step=done] a"
LOOK_SECONDS = 0.4
PRESS_MS, LOAD_MS = 1500, 15_000
SHIFTED = """
const real = Date;
const off = () => Number(localStorage.getItem("chaos-off") || 0);
window.Date = class extends real {
  constructor(...given) { super(...(given.length ? given : [real.now() + off()])); }
  static now() { return real.now() + off(); }
};
"""
"""The page's calendar is wrong by what its storage says; performance.now() goes on as it does."""


class PageStudent(threading.Thread):
    """Sits attempt after attempt in a browser of its own, which keeps its storage through every kill."""

    def __init__(
        self, told: list[dict[str, Any]], *, url: str, folder: Path, password: str, until: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self._attempts, self._url, self._folder, self._password = told, url, folder, password
        self._until = until
        self._orders: list[tuple[str, float]] = []
        self._pressed_finish = 0.0
        self.problems: list[str] = []
        self.done: list[str] = []

    def kill_tab(self, seconds: float) -> None:
        self._orders.append(("tab", seconds))

    def set_wall(self, seconds: float) -> None:
        self._orders.append(("wall", seconds))

    def kill_browser(self, seconds: float) -> None:
        """SIGKILL the browser, whatever it does; the page's thread starts it again."""
        self._orders.append(("browser", seconds))
        try:
            pid = int(str((self._folder / "profile" / "SingletonLock").readlink()).rsplit("-", 1)[1])
            os.kill(pid, signal.SIGKILL)
        except (OSError, ValueError, IndexError):
            return

    def run(self) -> None:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            self.problems.append("Playwright is not installed (make setup installs it)")
            return
        self._error = Error
        with sync_playwright() as playwright:
            for told in self._attempts:
                if self._until.is_set():
                    return
                self._sit(playwright, told)

    def _sit(self, playwright: Any, told: dict[str, Any]) -> None:
        """Sit one attempt to its end, in as many browsers as it takes."""
        began, self._pressed_finish = time.monotonic(), 0.0
        while time.monotonic() - began < 180:
            try:
                context = self._browser(playwright)
            except NoBrowser as error:
                self.problems.append(str(error))
                return
            except self._error:
                time.sleep(0.5)
                continue
            try:
                if self._one_browser(context, told):
                    self.done.append(told["attempt"])
                    return
            except self._error:
                pass  # the tab or the browser is gone, or a page did not load
            finally:
                self._close(context)
            time.sleep(self._away())
        self.problems.append(f"the page of {told['attempt']} did not come to its end")

    def _browser(self, playwright: Any) -> Any:
        lock = self._folder / "profile" / "SingletonLock"
        lock.unlink(missing_ok=True)
        context = playwright.chromium.launch_persistent_context(
            str(self._folder / "profile"), executable_path=chromium(), headless=True, args=[*FLAGS], locale="kk-KZ"
        )
        context.set_default_timeout(PRESS_MS)
        context.add_init_script(SHIFTED)
        return context

    def _close(self, context: Any) -> None:
        try:
            context.close()
        except self._error:
            return

    def _away(self) -> float:
        """Return for how long the student needs until the browser is open again, and forget the order."""
        killed = [seconds for what, seconds in self._orders if what == "browser"]
        self._orders = [one for one in self._orders if one[0] != "browser"]
        return killed[-1] if killed else 0.5

    def _one_browser(self, context: Any, told: dict[str, Any]) -> bool:
        """Go on with the attempt until it is over, a tab after another; an Error of Playwright ends this browser."""
        page = self._open(context, told)
        while not page.locator(DONE).is_visible():
            what, seconds = self._orders.pop(0) if self._orders else ("", 0.0)
            if what == "tab":
                page.close(run_before_unload=False)
                time.sleep(seconds)
                page = self._open(context, told)
            elif what == "wall":
                page.evaluate(f"localStorage.setItem('chaos-off', {seconds * 1000:.0f})")
            elif what == "browser":
                return False
            self._press(page, told["seconds"])
            page.screenshot(path=str(self._folder / "page.png"))
            time.sleep(LOOK_SECONDS)
        return True

    def _open(self, context: Any, told: dict[str, Any]) -> Any:
        page = context.new_page()
        page.goto(f"{self._url}/attempts/{told['attempt']}/", timeout=LOAD_MS)
        if "/sign-in/" in page.url:
            page.goto(f"{self._url}/sign-in/?system=student", timeout=LOAD_MS)
            page.fill("input[name=username]", told["login"])
            page.fill("input[name=password]", self._password)
            page.click("form button.is-main")
            page.wait_for_url(lambda address: "/sign-in/" not in address, timeout=LOAD_MS)
            page.goto(f"{self._url}/attempts/{told['attempt']}/", timeout=LOAD_MS)
        return page

    def _press(self, page: Any, seconds: float) -> None:
        """Press the nearest thing that the page asks for; after the exam's time, the finish."""
        for selector in TO_PRESS:
            found = page.locator(selector).first
            if found.is_visible() and found.is_enabled():
                found.click()
                return
        if page.locator("#exam-time").is_visible():
            self._pressed_finish = self._pressed_finish or time.monotonic() + seconds
            if time.monotonic() >= self._pressed_finish:
                for selector in ("#exam-finish", "#exam-finish-yes"):
                    if page.locator(selector).is_visible():
                        page.click(selector)
