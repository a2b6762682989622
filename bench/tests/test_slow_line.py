"""The slow line carries everything, and no faster than it says."""

import contextlib
import socket
import threading
import time

import pytest

from bench.slow_line import slow_line

BYTES = 16_000


@pytest.fixture
def echo():
    """A server that answers each connection with all that it heard, then closes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                one, _ = listening.accept()
            except OSError:
                return
            with one:
                heard = b""
                while piece := one.recv(65536):
                    heard += piece
                one.sendall(heard)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def said_back(port: int, body: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        one.sendall(body)
        one.shutdown(socket.SHUT_WR)
        heard = b""
        while piece := one.recv(65536):
            heard += piece
    return heard


def test_it_takes_its_time_and_loses_nothing(echo):
    body = bytes(range(256)) * (BYTES // 256)
    with slow_line(port=echo, kbps=256) as line:
        began = time.monotonic()
        assert said_back(line.port, body) == body
        assert time.monotonic() - began >= len(body) * 8 / 256_000 * 0.95
        assert line.sent_bytes == len(body)


def test_two_connections_share_it(echo):
    with slow_line(port=echo, kbps=256) as line:
        heard: list[bytes] = []
        both = [threading.Thread(target=lambda: heard.append(said_back(line.port, b"x" * BYTES))) for _ in range(2)]
        began = time.monotonic()
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert [len(one) for one in heard] == [BYTES, BYTES]
        assert time.monotonic() - began >= 2 * BYTES * 8 / 256_000 * 0.95


def test_nobody_behind_it_is_a_closed_connection():
    with slow_line(port=1, kbps=256) as line, contextlib.suppress(OSError):
        assert said_back(line.port, b"x") == b""
