"""The device check asks for the guard, and lists what is to be closed before the start."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in
from tests.journeys.test_guard import GUARD

WAIT_MS = 20_000


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Programs that the test starts, stopped at its end."""
    programs: list[subprocess.Popen[bytes]] = []
    yield programs
    for program in programs:
        program.kill()
        program.wait()


@pytest.mark.browser
@pytest.mark.models
def test_forbidden_programs_are_closed_before_the_start(scene, browser, started, tmp_path):
    own = scene(guard="required")
    page = browser().new_context(locale="en-GB").new_page()
    sign_in(page, own.own.url, "aigerim", "student")
    page.goto(f"{own.own.url}/exams/{own.uuids['exam']}/")
    expect(page.locator("main")).to_contain_text("With the guard")
    page.click("button[name=answer][value=accept]")
    page.click("#fact-camera-action")
    page.click("#fact-screen-action")
    expect(page.locator("#fact-screen")).to_have_class("fact good")
    fact, go = page.locator("#fact-guard-text"), page.locator("#device-go")
    expect(fact).to_contain_text("This exam requires it")
    expect(go).to_be_disabled()

    started.append(forbidden_program(tmp_path))
    code = page.inner_text("#guard-code")
    started.append(guard(own.own.url, code))
    expect(fact).to_contain_text("Please close these programs: Telegram.", timeout=WAIT_MS)
    expect(go).to_be_disabled()
    started[0].terminate()
    started[0].wait()
    expect(fact).to_have_text("The guard works.", timeout=WAIT_MS)
    expect(go).to_be_enabled()
    started[1].terminate()
    expect(fact).to_contain_text("The guard has stopped", timeout=WAIT_MS)
    expect(go).to_be_disabled()
    expect(page.locator("#guard-code")).to_be_visible()
    assert page.inner_text("#guard-code") != code, "a used code is shown"


def forbidden_program(folder: Path) -> subprocess.Popen[bytes]:
    """Start a program that has the name of a messenger."""
    name = folder / "telegram-desktop"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", name)
    return subprocess.Popen([str(name), "120"])


def guard(server: str, code: str) -> subprocess.Popen[bytes]:
    """Start the guard, without a screen."""
    environment = {**os.environ, "PYTHONPATH": str(GUARD)}
    environment.pop("DISPLAY", None)
    command = [sys.executable, "-m", "oes_guard", "--headless", "--server", server, "--code", code]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
