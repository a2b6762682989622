"""Firefox as the system has it, in a window on a screen of its own: sharing the screen needs both."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.processes import free_port
from bench.screen import end, own_screen
from tests.journeys.bidi import Bidi, session

START_SECONDS = 40.0
PREFERENCES: dict[str, bool | int | str] = {
    # A made-up camera and microphone, and no question that only a person could answer.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    # Nothing but what a test asks for.
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def firefox() -> str:
    """Return the system's Firefox."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if found is None or shutil.which("Xvfb") is None:
        pytest.skip("Firefox or Xvfb is not installed (make setup installs them)")
    return found


@contextmanager
def running_firefox(folder: Path, *, language: str = "kk") -> Iterator[Bidi]:
    """Start Firefox with a profile in `folder` and yield a session with it; everything ends with the block."""
    program = firefox()
    profile = folder / "profile"
    profile.mkdir()
    wanted = {**PREFERENCES, "intl.accept_languages": language}
    lines = (f"user_pref({_literal(name)}, {_literal(value)});" for name, value in wanted.items())
    (profile / "user.js").write_text("\n".join(lines) + "\n")
    port = free_port()
    command = [program, "--no-remote", "--profile", str(profile), "--remote-debugging-port", str(port), "about:blank"]
    with own_screen() as display:
        # What Firefox keeps beside its profile goes there too: it is nobody's own.
        own = {"DISPLAY": display, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
        address = f"ws://127.0.0.1:{port}/session"
        with _process(command, folder / "firefox.log", own), session(address, seconds=START_SECONDS) as bidi:
            yield bidi


@contextmanager
def _process(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as file:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=file, stderr=file)
    try:
        yield
    finally:
        end(process)


def _literal(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
