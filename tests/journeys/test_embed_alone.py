"""The embed script by itself, on an origin of its own: the opener is lost, a code is typed, and a switch is found."""

import json
import sys
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bench.processes import Installation, free_port, installation
from tests.installations import rows
from tests.journeys.conftest import PASSWORD, sign_in, until

SEED = """
import json
from datetime import timedelta
from django.utils import timezone
from conftest import make_student
from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.attempts.services import mint_token, open_attempt, ready_attempt, start_attempt
from oes.exams.models import Enrolment, Exam
o = Organisation.objects.create(name="Тараз университеті", is_default=True)
s = make_student(o, "aigerim", "Айгерім", "ИС-21-1")
s.user.set_password({password!r})
s.user.save()
now = timezone.now()
e = Exam.objects.create(organisation=o, title="Дерекқор", address={address!r}, planned_minutes=60,
    opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=2))
row = Enrolment.objects.create(exam=e, student=s)
a = open_attempt(enrolment=row, text_version="1", language="kk", user_agent="")
a = start_attempt(attempt=ready_attempt(attempt=a, tier="B"))
Attempt.objects.filter(pk=a.pk).update(started_at=now - timedelta(minutes=10))
token = mint_token(attempt=a, use="upload", lifetime=timedelta(hours=1))
print(json.dumps(dict(uuid=str(a.uuid), token=token)))
"""
JUDGE = """
import json
from django.utils import timezone
from oes.attempts.models import Attempt
from oes.violations.rules import material_of
a = Attempt.objects.get()
found = material_of(a, elapsed_seconds=a.elapsed_seconds(timezone.now()), policy=a.policy.value()).episodes
print(json.dumps([[e.kind, e.span.start, e.span.end, e.source, e.detail] for e in found]))
"""
CODE_BOX = "#oes-code"


@dataclass
class Running:
    """An attempt that runs, without a recorder's page."""

    own: Installation
    exam: str
    attempt: dict[str, str]

    def code(self, page: Page) -> str:
        """Ask for a code as the recorder's page does."""
        answer = page.request.post(
            f"{self.own.url}/api/v1/attempts/{self.attempt['uuid']}/embed/code",
            headers={"Authorization": f"Bearer {self.attempt['token']}", "Content-Type": "application/json"},
            data="{}",
        )
        assert answer.status == 201, answer.text()
        return str(answer.json()["code"])

    def found(self) -> list[list]:
        return json.loads(self.own.run("shell", "-v", "0", "-c", JUDGE).strip().splitlines()[-1])


@pytest.fixture
def running(tmp_path):
    with installation(tmp_path, models=tmp_path) as own:
        port = free_port()
        exam = f"http://127.0.0.1:{port}/"
        told = own.run("shell", "-v", "0", "-c", SEED.format(address=exam, password=PASSWORD))
        own.serve()
        program = [sys.executable, "-m", "demo.testing_system", "--port", str(port), "--oes", own.url, "--lose-opener"]
        own.start_program("exam", program)
        own.wait_for("exam", exam)
        yield Running(own, exam, json.loads(told.strip().splitlines()[-1]))


@pytest.mark.browser
def test_a_page_that_lost_its_opener_is_joined_by_a_code_and_finds_a_switch_alone(running, browser):
    context = browser().new_context(locale="kk-KZ")
    exam = open_exam(context, running)
    assert exam.evaluate("window.opener") is None
    box = exam.locator(CODE_BOX)
    box.wait_for(timeout=15_000)
    box.get_by_role("textbox").fill("2222 2222")
    box.get_by_role("button").first.click()
    expect(box.get_by_role("status")).not_to_be_empty()
    until(lambda: refused(running) == ["wrong_code"], seconds=10, what="the refusal in the journal")
    box.get_by_role("textbox").fill(running.code(exam).lower())
    exam.wait_for_timeout(1200)
    box.get_by_role("textbox").press("Enter")
    until(lambda: told(running) == ["exam_started"], seconds=10, what="the page's first word")
    box.wait_for(state="detached", timeout=10_000)

    left, back = look_elsewhere(context, exam, 5)
    until(lambda: told(running)[-1:] == ["returned"], seconds=10, what="the return")
    exam.locator("h1").select_text()
    exam.keyboard.press("Control+c")
    exam.check("input[name=answer] >> nth=0")
    exam.click("form button")
    exam.wait_for_load_state()
    until(lambda: "copied" in told(running), seconds=10, what="the copying")
    switch, copied = running.found()
    assert (switch[0], switch[3]) == ("window_switch", "embed")
    assert switch[2] - switch[1] == pytest.approx(back - left, abs=1.0)
    assert (copied[0], int(copied[4]) > 5) == ("copied", True)


def open_exam(context: BrowserContext, running: Running) -> Page:
    """Open the exam from the recorder's page, as it does itself, and sign in there."""
    recorder = context.new_page()
    sign_in(recorder, running.own.url, "aigerim", "student")
    recorder.goto(f"{running.own.url}/attempts/{running.attempt['uuid']}/")
    with context.expect_page() as opened:
        recorder.evaluate("address => { window.open(address, '_blank') }", running.exam)
    exam = opened.value
    exam.fill("input[name=name]", "Айгерім")
    exam.click("form button")
    exam.wait_for_url("**/question**")
    return exam


def look_elsewhere(context: BrowserContext, exam: Page, seconds: float) -> tuple[float, float]:
    exam.bring_to_front()
    exam.wait_for_timeout(1500)
    devtools = context.new_cdp_session(exam)
    devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    other = context.new_page()
    other.bring_to_front()
    left = time.time()
    other.wait_for_timeout(seconds * 1000)
    exam.bring_to_front()
    devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": True})
    back = time.time()
    other.close()
    return left, back


def told(running: Running) -> list[str]:
    kinds = rows(
        running.own,
        "select kind from recordings_clientevent where kind not in ('heartbeat', 'clock') order by at_seconds, id",
    )
    return [kind for (kind,) in kinds]


def refused(running: Running) -> list[str]:
    entries = rows(running.own, "select content from journal_entry where action = 'message_refused'")
    return [json.loads(content)["reason"] for (content,) in entries]
