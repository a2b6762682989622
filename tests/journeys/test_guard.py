"""The desktop guard beside a whole installation: real programs, a real X server, signed reports over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.client import RecorderClient
from bench.processes import Installation, installation
from tests.installations import MODELS, rows
from tests.journeys.conftest import until
from tests.journeys.desktop import TITLE, Desktop, desktop

GUARD = Path(__file__).resolve().parents[2] / "guard"
SEED = """
import json
from dataclasses import replace
from datetime import timedelta
from django.utils import timezone
from conftest import make_student
from oes.accounts.models import Organisation
from oes.attempts.services import mint_token, open_attempt
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam
from oes.exams.services import add_policy
o = Organisation.objects.create(name="Тараз университеті", is_default=True)
add_policy(organisation=o, policy=replace(Policy(), guard="required", grace_seconds=0.0, minimum_seconds=5.0))
now = timezone.now()
e = Exam.objects.create(organisation=o, title="Дерекқор", address="http://127.0.0.1:9/", room="204",
    planned_minutes=1, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=2))
s = make_student(o, "aigerim", "Әділбаева Айгерім Серікқызы", "ИС-21-1")
a = open_attempt(enrolment=Enrolment.objects.create(exam=e, student=s), text_version="1", language="kk", user_agent="")
print(json.dumps([str(a.uuid), mint_token(attempt=a, use="upload", lifetime=timedelta(hours=1))]))
"""
END = """
import json
from datetime import timedelta
from django.utils import timezone
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt
from oes.violations.models import LedgerLine, Violation
from oes.violations.services import rebuild
a = Attempt.objects.get()
if a.is_running:
    end_attempt(attempt=a, source="staff", at=timezone.now() + timedelta(seconds={later}))
rebuild(a)
rows = Violation.objects.exclude(kind="virtual_machine").order_by("start_seconds", "kind")  # builders may be one
found = [[v.kind, v.detail, v.source, v.start_seconds, v.end_seconds] for v in rows]
print(json.dumps([found, list(LedgerLine.objects.values_list("violation__kind", "deduction"))]))
"""


@dataclass
class Scene:
    """An installation, an attempt before "OK", a desktop with a browser."""

    own: Installation
    desk: Desktop
    recorder: RecorderClient
    guard: subprocess.Popen[str] | None = None

    def start_guard(self) -> None:
        """Start the guard with a code, as the recorder's page shows it."""
        code = self.recorder.must("POST", "/guard/code", {})["code"]
        command = ["-m", "oes_guard", "--headless", "--language", "en", "--server", self.own.url, "--code", code]
        environment = {**self.desk.environment, "PYTHONPATH": str(GUARD)}
        environment.pop("PYTHONHOME")
        self.guard = subprocess.Popen(
            [sys.executable, *command], env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def state(self) -> dict:
        return self.recorder.must("GET", "/guard")

    def ready(self) -> str:
        """Say that the device check is over; return why it is refused."""
        body, headers = b'{"tier": "A"}', {"Content-Type": "application/json"}
        return str(self.recorder.call("POST", "/ready", body, headers).data.get("code", ""))

    def say_ok(self) -> None:
        self.desk.front("chromium")
        assert self.ready() == ""
        self.recorder.start()
        self.wait_for("browser")

    def away(self, program: str, seconds: float) -> None:
        """Switch to another program and back."""
        self.desk.front(program)
        time.sleep(seconds)
        self.desk.front("chromium")

    def wait_for(self, kind: str) -> None:
        until(lambda: kind in self.kinds(), seconds=15, what=f"the event {kind}")

    def kinds(self) -> list[str]:
        return [kind for (kind,) in rows(self.own, "select kind from recordings_clientevent where source = 'guard'")]

    def end(self, *, later: float = 0.0) -> tuple[list[list], list[list]]:
        """End the attempt some seconds from now; return its violations and its ledger."""
        found, ledger = json.loads(self.own.run("shell", "-v", "0", "-c", END.format(later=later)).splitlines()[-1])
        return found, ledger


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with installation(tmp_path, models=MODELS) as own, desktop(tmp_path) as desk:
        told = own.run("shell", "-v", "0", "-c", SEED)
        attempt, token = json.loads(told.strip().splitlines()[-1])
        own.serve()
        recorder = RecorderClient(base_url=own.url, attempt=attempt, token=token)
        desk.start("chromium")
        desk.front("chromium")
        made = Scene(own, desk, recorder)
        try:
            yield made
        finally:
            recorder.close()
            if made.guard and made.guard.poll() is None:
                made.guard.kill()
            if made.guard:
                made.guard.communicate()


def test_alt_tab_to_a_forbidden_program_is_found_with_its_name_and_a_killed_guard_is_silence(scene):
    assert scene.ready() == "guard_missing"
    scene.desk.start("telegram-desktop")
    scene.start_guard()
    until(lambda: scene.state()["forbidden"] == ["Telegram"], seconds=15, what="Telegram in the device check")
    assert scene.ready() == "guard_programs"
    scene.desk.stop("telegram-desktop")
    until(lambda: not scene.state()["forbidden"], seconds=15, what="Telegram to be gone")
    scene.say_ok()

    scene.desk.start("telegram-desktop")
    scene.wait_for("program_seen")
    scene.away("telegram-desktop", 5.0)
    scene.wait_for("returned")
    scene.desk.stop("telegram-desktop")
    until(lambda: scene.kinds().count("program_gone") == 2, seconds=15, what="the end of Telegram")
    os.kill(scene.guard.pid, signal.SIGKILL)

    found, ledger = scene.end(later=60)
    named = [(kind, detail) for kind, detail, *_ in found]
    assert named == [("forbidden_software", "Telegram"), ("window_switch", "Telegram"), ("guard_silent", "")]
    (_, _, source, start, end) = found[1]
    assert (source, end - start) == ("guard", pytest.approx(5.0, abs=1.2))
    taken = dict(ledger)
    assert taken["forbidden_software"] == 15
    assert taken["guard_silent"] == 0
    log = scene.guard.stdout.read()
    assert "Told: another program is in front: Telegram." in log
    stored = b"".join(path.read_bytes() for path in scene.own.folder.glob("oes.sqlite3*"))
    assert TITLE.encode() not in stored, "a window's title left the computer"
    assert TITLE not in log


def test_switching_away_for_five_seconds_is_one_window_switch_by_the_guard_alone(scene):
    scene.desk.start("gedit")
    scene.start_guard()
    until(lambda: scene.state()["state"] == "alive", seconds=15, what="the guard")
    scene.say_ok()
    scene.away("gedit", 5.0)
    scene.wait_for("returned")
    scene.guard.terminate()
    scene.wait_for("stopped")
    assert scene.guard.wait(10) == 0
    found, _ = scene.end()
    ((kind, detail, source, start, end),) = found
    assert (kind, detail, source) == ("window_switch", "gedit", "guard")
    assert end - start == pytest.approx(5.0, abs=1.2)
