"""What `oes demo` says when it cannot start."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from bench.processes import free_port
from demo.management.commands.demo import _ready_line


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("before", [0, 1])
def test_it_names_the_port_that_is_in_use(taken, before):
    """Both are needed: the given one, and the next one for the testing system."""
    with pytest.raises(CommandError, match=f"Port {taken} is in use. Set OES_PORT to a free one"):
        call_command("demo", port=taken - before)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_it_refuses_a_port_that_cannot_be(port):
    with pytest.raises(CommandError, match="There is no port"):
        call_command("demo", port=port)


def test_a_port_variable_that_is_no_number_is_told(monkeypatch):
    monkeypatch.setenv("OES_PORT", "many")
    with pytest.raises(ImproperlyConfigured, match="OES_PORT must be a whole number"):
        call_command("demo", port=free_port())


def test_the_last_line_names_the_address_and_three_sign_ins():
    line = _ready_line("http://127.0.0.1:8000", {"admin": "a1", "aigerim": "b2", "daniyar": "c3"})
    assert line.startswith("OES is ready: http://127.0.0.1:8000/ ")
    assert all(who in line for who in ("administrator admin / a1", "student aigerim / b2", "student daniyar / c3"))
    assert "\n" not in line
