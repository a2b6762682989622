"""The browser extension alone finds a switch, though its background is killed and the server is away meanwhile."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, Worker

from tests.journeys.conftest import FLAGS, Scene, chromium, until
from tests.journeys.student import Sitting
from tests.journeys.test_one_exam import attempt_start

RULES = {"grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0, "extension": "required"}
AWAY_SECONDS = 5


class ExtendedSitting(Sitting):
    """A student whose browser has the extension, and who allows it at the device check."""

    def at_device_check(self) -> None:
        page = self.page
        page.wait_for_selector("#fact-extension.todo")
        with self.context.expect_page() as opened:
            page.click("#fact-extension-action")
        asked = opened.value
        asked.click("#allow")
        page.wait_for_selector("#fact-extension.good")
        assert asked.is_closed()


@pytest.fixture
def opened(playwright: Playwright, tmp_path: Path) -> Iterator:
    """Return a function that opens a Chromium with the extension of an installation."""
    contexts: list[BrowserContext] = []

    def launch(own: Scene, camera: Path) -> BrowserContext:
        own.own.run("extension", "build", "--origin", own.own.url, "--browser", "chromium")
        built = own.own.folder / "extension"
        profile = answered_profile(tmp_path / "profile", (built / "id").read_text().strip())
        folder = built / "built" / "chromium"
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}", f"--load-extension={folder}"]
        contexts.append(
            playwright.chromium.launch_persistent_context(
                str(profile), executable_path=chromium(), headless=True, locale="kk-KZ",
                args=[*flags, f"--disable-extensions-except={folder}"], ignore_default_args=["--disable-extensions"],
            )
        )  # fmt: skip
        return contexts[-1]

    yield launch
    for context in contexts:
        context.close()


def answered_profile(folder: Path, extension: str) -> Path:
    """Return a profile in which the browser's own question for "tabs" was answered with yes once before.

    Nothing can press that question's button in a headless browser. Everything else is as it is: the permission is
    not there before the extension asks for it, and goes when it is given back.
    """
    kept = {"api": ["tabs"], "explicit_host": [], "manifest_permissions": [], "scriptable_host": []}
    (folder / "Default").mkdir(parents=True)
    settings = {"extensions": {"settings": {extension: {"runtime_granted_permissions": kept}}}}
    (folder / "Default" / "Preferences").write_text(json.dumps(settings))
    return folder


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.models
def test_the_extension_alone_finds_a_switch(scene, opened, calm):
    own = scene(**RULES)
    context = opened(own, calm)
    context.route("**/embed/oes-embed.js", lambda route: route.abort())
    sitting = ExtendedSitting(context, own)
    assert not is_allowed(background(sitting))
    sitting.come_to_ok()
    sitting.press_ok()
    exam = sitting.enter_exam()
    until(lambda: told(own), seconds=20, what="the extension's first word")
    exam.wait_for_timeout(5000)

    left, back = switch_without_a_server(sitting, own)
    assert background(sitting).evaluate("globalThis.before === undefined")

    sitting.answer_all()
    sitting.finish()
    until(lambda: "stopped" in [kind for kind, *_ in told(own)], seconds=20, what="the orderly end")
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    check_told(own, left - attempt_start(own), back - attempt_start(own))
    assert not is_allowed(background(sitting))


def switch_without_a_server(sitting: Sitting, own: Scene) -> tuple[float, float]:
    """Look at another site while the server is away, then end the background; return when that was."""
    exam = sitting.exam
    assert exam is not None
    own.own.stop("web")
    background(sitting).evaluate("globalThis.before = true")
    elsewhere = sitting.context.new_page()
    elsewhere.goto(exam.url.replace("127.0.0.1", "localhost"))
    left = time.time()
    elsewhere.wait_for_timeout(AWAY_SECONDS * 1000)
    exam.bring_to_front()
    back = time.time()
    elsewhere.close()
    exam.wait_for_timeout(1500)
    kill_backgrounds(sitting)
    exam.wait_for_timeout(2000)
    own.own.serve()
    exam.wait_for_timeout(12_000)
    return left, back


def check_told(own: Scene, left: float, back: float) -> None:
    """One switch, at its time, with the host; nothing lost, nothing told twice, no other source."""
    rows = told(own)
    assert {source for _, _, _, _, source in rows} == {"extension"}
    assert [number for _, _, number, _, _ in rows] == list(range(len(rows)))
    moves = [(kind, detail) for kind, detail, *_ in rows if kind != "heartbeat"]
    assert [kind for kind, _ in moves] == ["started", "left", "returned", "stopped"], moves
    assert moves[1][1].startswith("localhost:"), moves
    found = own.rows(
        "select kind, start_seconds, end_seconds from violations_violation"
        " where kind in ('window_switch', 'extension_silent')"
    )
    assert [kind for kind, *_ in found] == ["window_switch"], found
    assert found[0][1:] == pytest.approx((left, back), abs=1.5)


def told(own: Scene) -> list[tuple]:
    return own.rows(
        "select kind, detail, sequence, at_seconds, source from recordings_clientevent"
        " where source != 'recorder' order by sequence"
    )


def background(sitting: Sitting) -> Worker:
    """Return the extension's background as it lives now."""
    workers = sitting.context.service_workers
    while not workers:
        sitting.page.wait_for_timeout(200)
        workers = sitting.context.service_workers
    return workers[-1]


def is_allowed(worker: Worker) -> bool:
    return worker.evaluate("chrome.permissions.contains({ permissions: ['tabs'] })")


def kill_backgrounds(sitting: Sitting) -> None:
    """End the background as the browser does: without a word, with all that it holds in memory."""
    devtools = sitting.context.new_cdp_session(sitting.page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
