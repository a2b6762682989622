"""A confined process may crash, hang, hoard or lie: its parent says so and goes on."""

import os
import signal
import time

import pytest

from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed, NoChild, Room

LIMITS = Limits(cpu_seconds=1, wall_seconds=20.0, memory_mb=300, files=40, answer_mb=2)


@pytest.fixture(scope="module")
def shared():
    room = Room("oes.lib.tests.hostile", LIMITS)
    yield room
    room.close()


@pytest.mark.parametrize(
    ("name", "told", "reason"),
    [
        ("crash", {}, "ended by SIGSEGV"),
        ("crash", {"abort": True}, "ended by SIGABRT"),
        ("spin", {}, "more than 1 s of processor time"),
        ("hoard", {}, "more than 300 MB of memory"),
        ("flood", {}, "answered nonsense"),
        ("nonsense", {}, "answered nonsense"),
    ],
)
def test_the_parent_says_how_it_died_and_asks_the_next_one(shared, name, told, reason):
    with pytest.raises(Died, match=reason):
        shared.ask(name, told)
    assert shared.ask("echo", {"a": 1}, [b"body"])[1] == [b"body"]


def test_a_hang_ends_at_the_wall_clock():
    room = Room("oes.lib.tests.hostile", Limits(wall_seconds=0.3))
    room.ask("echo", {})
    with pytest.raises(Died, match="busy for over 0.3 s"):
        room.ask("hang", {})
    assert room.pid is None
    room.close()


def test_work_that_fails_leaves_it_alive(shared):
    shared.ask("echo", {})
    before = shared.pid
    with pytest.raises(Failed, match="KeyError: 'what it shows'") as failed:
        shared.ask("fails", {})
    assert failed.value.kind == "content"
    with pytest.raises(Failed, match="no picture") as failed:
        shared.ask("refuses", {})
    assert (failed.value.kind, shared.pid) == ("refused", before)


def test_it_reaches_no_network_no_program_no_file_and_no_secret(shared, tmp_path, monkeypatch):
    (tmp_path / "old").write_bytes(b"kept")
    monkeypatch.setenv("OES_SECRET_KEY", "secret")
    told, _ = shared.ask("escapes", {"path": str(tmp_path)})
    if not shared.confined_by_kernel:
        pytest.skip("skipped: this kernel has no filter of system calls")
    assert told == {"open": ["thread"], "secret": None}
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("old", b"kept")]


def test_its_threads_share_one_heap(shared, monkeypatch):
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert shared.ask("variables", {})[0]["MALLOC_ARENA_MAX"] == "1"


def test_it_may_ask_for_more_bytes_and_what_cannot_be_given_goes_through(shared):
    parts = [b"a" * 70_000, b"b", b""]
    assert shared.ask("asks", {"count": 3}, answers=lambda asked: [parts[asked["part"]]])[1] == parts
    with pytest.raises(IndexError):
        shared.ask("asks", {"count": 4}, answers=lambda asked: [parts[asked["part"]]])
    assert shared.ask("asks", {"count": 1}, answers=lambda asked: [b"c"])[1] == [b"c"]


def test_it_is_replaced_after_its_uses_and_after_a_kill():
    room = Room("oes.lib.tests.hostile", Limits(uses=2))
    pids = [room.ask("echo", {})[0]["pid"] for _ in range(3)]
    assert pids[0] == pids[1] != pids[2]
    os.kill(pids[2], signal.SIGKILL)
    time.sleep(0.1)
    assert room.ask("echo", {})[0]["pid"] not in pids
    room.close()


def test_one_that_cannot_be_started_is_no_word_on_any_content():
    with pytest.raises(NoChild):
        Room("oes.lib.tests.nowhere").ask("echo", {})
