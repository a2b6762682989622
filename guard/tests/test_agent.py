"""The guard at work, with a server that is made up here."""

import json
import threading

import pytest
from test_watch import Computer

from oes_guard import agent as module
from oes_guard import words
from oes_guard.agent import Agent
from oes_guard.client import Answer
from oes_guard.matching import Process

JOINED = {
    "attempt": "a",
    "exam": "Physics",
    "heartbeat_seconds": 0.02,
    "programs": [{"name": "Telegram", "processes": ["telegram"]}],
}


class Server:
    """Answers what a test sets: one answer for each report, the last for all further ones."""

    def __init__(self, *answers: Answer, join: Answer | None = None) -> None:
        self.answers = list(answers)
        self.joined = join or Answer(200, JOINED | {"state": "ready", "elapsed_seconds": None})
        self.bodies: list[dict] = []

    def join(self, *, code: str, system: str) -> Answer:
        self.asked = (code, system)
        return self.joined

    def report(self, body: bytes) -> Answer:
        self.bodies.append(json.loads(body))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def told(self) -> list[str]:
        return [event["kind"] for body in self.bodies for event in body["events"]]


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(module, "BEFORE_START_SECONDS", 0.02)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.02)


def run(server: Server, computer: Computer) -> list[str]:
    """Run an agent to its end; return the keys of what it said."""
    said: list[str] = []
    agent = Agent(client=server, platform=computer, say=lambda key, **_: said.append(key))
    thread = threading.Thread(target=agent.run, args=("K7QM2-RTX9B",))
    thread.start()
    thread.join(5)
    agent.stop()
    assert not thread.is_alive()
    return said


STARTED = Answer(200, {"state": "started", "elapsed_seconds": 0.0})
ENDED = Answer(200, {"state": "submitted", "elapsed_seconds": 9.0})


def test_it_joins_reports_and_ends_with_the_exam():
    computer = Computer()
    computer.front, computer.rows = Process(1, "chrome"), [Process(2, "telegram")]
    server = Server(Answer(200, {"state": "ready", "elapsed_seconds": None}), STARTED, ENDED)
    said = run(server, computer)
    assert server.asked == ("K7QM2-RTX9B", "linux")
    assert [key for key in said if key in ("joined", "began", "ended")] == ["joined", "began", "ended"]
    assert {"started", "heartbeat", "program_seen", "browser", "stopped"} <= set(server.told())
    assert [body["number"] for body in server.bodies] == list(range(1, len(server.bodies) + 1))


def test_without_a_server_it_waits_and_loses_nothing():
    computer = Computer()
    lost = Answer(0, {})
    server = Server(lost, lost, Answer(503, {}), STARTED, ENDED)
    said = run(server, computer)
    assert said.count("unreachable") == 1
    assert said.count("reached") == 1
    assert [body["number"] for body in server.bodies][:5] == [1, 1, 1, 1, 2]
    assert server.bodies[0]["events"][0] | {"age_ms": 0} == server.bodies[3]["events"][0] | {"age_ms": 0}


def test_an_answer_that_was_lost_is_no_reason_to_tell_twice():
    server = Server(Answer(0, {}), Answer(409, {"code": "replayed"}), ENDED)
    run(server, Computer())
    assert [body["number"] for body in server.bodies][:3] == [1, 1, 2]


def test_it_does_not_ask_for_ever(monkeypatch):
    monkeypatch.setattr(module, "GIVE_UP_SECONDS", 0.1)
    assert "unreachable" in run(Server(Answer(0, {})), Computer())


@pytest.mark.parametrize(
    ("join", "key"),
    [
        (Answer(401, {"code": "bad_code"}), "refused_bad_code"),
        (Answer(0, {}), "no_server"),
        (Answer(500, {"code": "strange"}), "refused"),
    ],
)
def test_a_refused_code_is_said_in_words(join, key):
    server = Server(STARTED, join=join)
    assert run(server, Computer()) == [key]
    assert words.says(key)
    assert not server.bodies


def test_a_guard_that_was_replaced_stops():
    said = run(Server(Answer(401, {"code": "old_token"})), Computer())
    assert "refused_old_token" in said


def test_everything_that_is_told_but_the_heartbeat_has_words_in_three_languages():
    kinds = ("started", "stopped", "browser", "left", "returned", "program_seen", "program_gone", "virtual_machine",
             "screens", "foreground_unknown")  # fmt: skip
    for kind in kinds:
        for language in words.LANGUAGES:
            assert words.sentence(language, kind, name="Telegram")
    assert not words.says("heartbeat")
