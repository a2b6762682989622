"""A whole OES with a demo testing system, a real Chromium with a fake camera, and a mail sink."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from bench.processes import Installation, free_port, installation
from demo.clip import frames
from tests.installations import MODELS, rows, skip_without_networks
from tests.journeys.films import CALM_SECONDS, FRAMES_PER_SECOND, Films
from tests.running import shared_folder

PASSWORD = "journey password 77"
CODE = "4718"
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
SEED = """
import json, sys
from datetime import timedelta
from dataclasses import replace
from django.utils import timezone
from conftest import make_student, make_user
from oes.accounts.models import Organisation, User
from oes.domain.policy import Policy
from oes.exams.models import Enrolment, Exam
from oes.exams.services import add_policy
o = Organisation.objects.create(name="Тараз университеті", is_default=True)
rules = dict(report_domains=("example.org",), random_checks=1, challenge_at_start=False) | {rules}
add_policy(organisation=o, policy=replace(Policy(), **rules))
make_user(o, "admin", "administration")
s = make_student(o, "aigerim", "Әбдіжәлелқызы Гүлнұр-Аружан Нұрсұлтанқызы", "ИС-21-1")
for user in User.objects.all():
    user.set_password({password!r})
    user.save()
now = timezone.now()
e = Exam.objects.create(organisation=o, title="Дерекқор", address={address!r}, access_code={code!r}, room="204",
    planned_minutes=1, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=2))
Enrolment.objects.create(exam=e, student=s)
print(json.dumps(dict(exam=str(e.uuid), student=str(s.uuid))))
"""


class Mailbox:
    """Keeps what a mail server would deliver."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


@dataclass
class Scene:
    """What a journey works with."""

    own: Installation
    mail: Mailbox
    uuids: dict[str, str]

    def rows(self, query: str) -> list[tuple]:
        return rows(self.own, query)


@pytest.fixture(scope="session")
def films(pytestconfig: pytest.Config) -> Films:
    return Films(shared_folder(pytestconfig) / "films")


@pytest.fixture
def calm(films: Films) -> Path:
    """A film of the student at work, to whom nothing happens."""
    return films.film("calm", lambda: frames(((0, CALM_SECONDS, "normal"),), frames_per_second=FRAMES_PER_SECOND))


@pytest.fixture
def mail() -> Iterator[tuple[Mailbox, int]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def scene(tmp_path: Path, mail: tuple[Mailbox, int]) -> Iterator[Callable[..., Scene]]:
    """Return a function that starts everything with the rules that a journey wants."""
    skip_without_networks()
    box, port = mail
    environment = {
        "OES_EMAIL_HOST": "127.0.0.1",
        "OES_EMAIL_PORT": str(port),
        "OES_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OES_REHEARSAL_SECONDS": "12",
    }
    with installation(tmp_path, models=MODELS, environment=environment) as own:

        def start(**rules: object) -> Scene:
            exam_port = free_port()
            address = f"http://127.0.0.1:{exam_port}/?student={{student}}&attempt={{attempt}}&return={{return_link}}"
            filled = SEED.format(rules=rules, password=PASSWORD, address=address, code=CODE)
            told = own.run("shell", "-v", "0", "-c", filled)
            own.serve()
            own.start("worker", "worker")
            program = [sys.executable, "-m", "demo.testing_system", "--port", str(exam_port), "--oes", own.url]
            own.start_program("exam", [*program, "--code", CODE])
            return Scene(own, box, json.loads(told.strip().splitlines()[-1]))

        yield start


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    """Playwright for one test: another one may bring its own."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def browser(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """Return a function that opens a Chromium whose camera plays these frames, over and over."""
    opened: list[Browser] = []

    def launch(*, camera: Path | None = None) -> Browser:
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"] if camera else [*FLAGS]
        opened.append(playwright.chromium.launch(executable_path=chromium(), headless=True, args=flags))
        return opened[-1]

    yield launch
    for one in opened:
        one.close()


def chromium() -> str:
    """Return the system's Chromium."""
    found = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    if found is None:
        pytest.skip("Chromium is not installed (make setup installs it)")
    return found


def sign_in(page: Page, url: str, login: str, system: str) -> None:
    """Enter by an entrance of the sign-in page."""
    page.goto(f"{url}/sign-in/?system={system}")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("form button.is-main")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def until(condition: Callable[[], object], *, seconds: float, what: str) -> None:
    """Wait for a condition, or fail and say what did not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.3)
