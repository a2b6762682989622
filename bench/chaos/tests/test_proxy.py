"""The proxy carries what it should, does each kind of harm, and writes down whatever the server acknowledged."""

import http.client
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.chaos.plan import LINE_KINDS
from bench.chaos.proxy import Proxy, _Handler
from bench.client import RecorderClient

BODY = b"\x1a\x45\xdf\xa3" + b"x" * 50_000


class Server(ThreadingHTTPServer):
    """Acknowledges every PUT and remembers when it came."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Acknowledging)
        self.heard: list[tuple[str, int]] = []
        self.times: list[float] = []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request, client_address):
        """Half a request is what some tests send."""


class Acknowledging(BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) == int(self.headers["Content-Length"]):
            self.server.heard.append((self.path.rsplit("/", 1)[1], len(body)))
            self.server.times.append(time.monotonic())
        answer = json.dumps({"link": "ab"}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server():
    made = Server()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def proxy(server, tmp_path):
    made = Proxy(port=server.server_port, witness=tmp_path / "witness.jsonl")
    yield made
    made.shutdown()
    made.server_close()


def put(proxy, sequence=0):
    """Put one segment; return the status, 0 for none."""
    client = RecorderClient(base_url=proxy.url, attempt="a", token="t", timeout=5)
    try:
        return client.put_segment(track="camera", sequence=sequence, start=0, end=2, body=BODY, run=1).status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        client.close()


def witnessed(proxy):
    return proxy.witness.read_text().splitlines() if proxy.witness.exists() else []


def test_it_carries_everything_while_nothing_troubles_it(proxy, server):
    assert [put(proxy, n) for n in range(3)] == [201, 201, 201]
    assert server.heard == [(str(n), len(BODY)) for n in range(3)]
    told = json.loads(witnessed(proxy)[0])
    assert told["path"] == "/api/v1/attempts/a/segments/camera/1/0"
    assert (told["link"], len(told["sha256"])) == ("ab", 64)


def test_it_cuts_before_the_server_hears_of_it(proxy, server):
    proxy.begin("requests_cut", part=0.1, seconds=5)
    assert put(proxy) == 0
    assert server.heard == witnessed(proxy) == []


def test_it_cuts_in_the_middle_of_a_body(proxy, server):
    proxy.begin("requests_cut", part=0.5, seconds=5)
    assert put(proxy) == 0
    assert server.heard == witnessed(proxy) == []


def test_it_cuts_after_the_server_has_answered_and_bears_witness(proxy, server):
    proxy.begin("requests_cut", part=0.9, seconds=5)
    assert put(proxy) == 0
    assert len(server.heard) == len(witnessed(proxy)) >= 1


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_it_sends_twice(proxy, server, part):
    proxy.begin("requests_doubled", part=part, seconds=0.2)
    assert put(proxy) == 201
    until = time.monotonic() + 5
    while len(server.heard) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert server.heard == [("0", len(BODY))] * 2


def test_it_lets_a_later_request_overtake(proxy, server):
    proxy.begin("requests_reordered", part=0.2, seconds=0.5)
    first = threading.Thread(target=put, args=(proxy, 1))
    first.start()
    time.sleep(0.1)
    put(proxy, 2)
    first.join()
    assert [name for name, _ in server.heard] == ["2", "1"]


@pytest.mark.parametrize("part", [0.0, 0.6])
def test_it_is_slow(proxy, part):
    proxy.begin("requests_slow", part=part, seconds=0.1)
    began = time.monotonic()
    assert put(proxy) == 201
    assert time.monotonic() - began >= 0.1


def test_a_fault_strikes_at_least_once_and_ends_then(proxy, server):
    trouble = proxy.begin("requests_cut", part=0.1, seconds=0.05)
    time.sleep(0.1)
    assert put(proxy) == 0
    assert put(proxy) in (0, 201)  # the client itself tries a fresh connection once
    assert put(proxy) == 201
    assert trouble.struck >= 1


def test_every_kind_of_line_fault_is_known():
    assert all(hasattr(_Handler, f"_{kind}") for kind in LINE_KINDS)


def test_a_dead_server_is_no_answer(proxy, server):
    server.shutdown()
    server.server_close()
    assert put(proxy) == 0
