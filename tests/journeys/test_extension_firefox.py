"""The browser extension in a real Firefox: it is allowed, tells of a switch, and lets go."""

import json

import pytest

from tests.journeys import firefox
from tests.journeys.bidi import Bidi, Tab
from tests.journeys.conftest import Scene, until
from tests.journeys.test_firefox import answer_all, come_to_ok, enter_exam, finish

RULES = {
    "grace_seconds": 2.0,
    "minimum_seconds": 5.0,
    "segment_seconds": 4.0,
    "random_checks": 0,
    "extension": "optional",
}
AWAY_SECONDS = 5
TOLD = """select kind, detail, sequence, at_seconds from recordings_clientevent where source = 'extension'
    order by sequence"""
ASK = """new Promise((resolve) => {
  const number = Math.random();
  addEventListener("message", ({ data }) => {
    if (data.oesFrom && data.number === number) resolve(JSON.stringify(data.answer));
  });
  postMessage({ oesTo: "extension", number, message: %s }, location.origin);
  setTimeout(() => resolve("null"), 3000);
})"""


@pytest.mark.browser
@pytest.mark.models
def test_the_extension_in_firefox(scene, tmp_path, monkeypatch):
    monkeypatch.setitem(firefox.PREFERENCES, "extensions.webextOptionalPermissionPrompts", False)
    own = scene(**RULES)
    own.own.run("extension", "build", "--origin", own.own.url, "--browser", "firefox")
    folder = tmp_path / "firefox"
    folder.mkdir()
    with firefox.running_firefox(folder) as browser:
        built = {"type": "path", "path": str(own.own.folder / "extension" / "built" / "firefox")}
        browser.call("webExtension.install", extensionData=built)
        recorder = browser.tabs()[0]
        come_to_ok(recorder, own)
        assert ask(recorder, oes="hello")["state"] == "asks"
        allow(browser, recorder)
        recorder.click("#ok-go")
        recorder.wait_for("#exam-open")
        until(lambda: told(own), seconds=20, what="the extension's first word")
        exam = enter_exam(browser, recorder)
        look_elsewhere(browser, exam)
        answer_all(exam)
        finish(recorder)
        until(lambda: told(own)[-1][0] == "stopped", seconds=20, what="the orderly end")
        assert ask(recorder, oes="hello")["state"] == "asks"
    check_told(own)


def ask(page: Tab, **message: str) -> dict:
    """Say to the extension what the recorder's page says, from a page; {} where nobody answers."""
    return json.loads(page.evaluate(ASK % json.dumps(message))) or {}


def allow(browser: Bidi, recorder: Tab) -> None:
    """Press the button of the extension's own page. The browser's own question is left out by a preference."""
    ask(recorder, oes="allow", language="kk")
    recorder.until(lambda: len(browser.tabs()) == 2, what="the extension's page")
    browser.tabs()[1].click("#allow")
    recorder.until(lambda: ask(recorder, oes="hello")["state"] == "ready", what="the permission")


def look_elsewhere(browser: Bidi, exam: Tab) -> None:
    """Bring another site to the front for a while."""
    stranger = browser.new_tab()
    stranger.goto(exam.address().replace("127.0.0.1", "localhost"))
    stranger.bring_to_front()
    stranger.evaluate(f"new Promise((resolve) => setTimeout(resolve, {AWAY_SECONDS * 1000}))")
    exam.bring_to_front()
    exam.evaluate("new Promise((resolve) => setTimeout(resolve, 3000))")


def told(own: Scene) -> list[tuple]:
    return own.rows(TOLD)


def check_told(own: Scene) -> None:
    rows = told(own)
    assert [number for _, _, number, _ in rows] == list(range(len(rows)))
    moves = [(kind, at) for kind, _, _, at in rows if kind not in ("heartbeat", "started", "stopped")]
    assert [kind for kind, _ in moves[:2]] == ["left", "returned"], rows
    assert moves[1][1] - moves[0][1] == pytest.approx(AWAY_SECONDS, abs=1.5)
    left = next(detail for kind, detail, *_ in rows if kind == "left")
    assert left.startswith("localhost:"), rows
