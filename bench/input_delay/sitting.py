"""A student in a real browser, as far as the measurement needs one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
Context = Any
"""A Playwright browser context; Playwright comes with the development set-up only."""
STEP_MS = 120_000
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


class NoBrowser(Exception):
    """Chromium or Playwright is not installed."""


def chromium() -> str:
    """Return the system's Chromium. NoBrowser without one."""
    found = next((path for path in CHROMIUMS if Path(path).exists()), None)
    if found is None:
        raise NoBrowser("Chromium is not installed (make setup installs it)")
    return found


@contextmanager
def window(program: Path, display: str, camera: Path, environment: dict[str, str]) -> Iterator[Context]:
    """Open a browser window whose camera plays a file; yield its Playwright context. NoBrowser without Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowser("Playwright is not installed (make setup installs it)") from error
    shown = {**environment, "DISPLAY": display}
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=False, args=flags, env=shown)
        context = browser.new_context(locale="kk-KZ", no_viewport=True)
        context.set_default_timeout(STEP_MS)
        yield context
        browser.close()


def begin(page: Any, url: str, told: dict[str, Any]) -> None:
    """Sign in and come to the running recording. `told`: what `oes bench seed` printed."""
    page.goto(f"{url}/sign-in/?system=student")
    page.fill("input[name=username]", "load-1")
    page.fill("input[name=password]", told["password"])
    page.click("form button.is-main")
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    page.goto(f"{url}/attempts/{told['attempts'][0]['attempt']}/")
    page.click("#fact-camera-action")
    page.click("#fact-screen-action")
    page.click("#device-go:enabled")
    page.click("#identity-check")
    page.wait_for_selector("#identity-go", state="visible")
    page.click("#identity-go")
    page.click("#challenge-unable")
    page.click("#ok-go")
    page.wait_for_selector("#exam-open", state="visible")


def open_exam(page: Any) -> Any:
    """Open the testing system by the recorder's button and return its tab, at the first question."""
    with page.context.expect_page() as opened:
        page.click("#exam-open")
    return enter(opened.value)


def enter(exam: Any) -> Any:
    """Sign in at the demo testing system."""
    exam.fill("input[name=name]", "Student")
    exam.click("form button")
    exam.wait_for_url("**/question**")
    return exam


def finish(page: Any, *, seconds: float) -> None:
    """Finish, and wait until the page says that everything is sent."""
    page.bring_to_front()
    page.click("#exam-finish")
    page.click("#exam-finish-yes")
    page.wait_for_selector("[data-step=done] a", state="visible", timeout=seconds * 1000)
