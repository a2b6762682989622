"""Kill -9 between a message and its row, and while pictures are made playable; and what no HTTP library would send."""

import http.client
import json
import random
import signal
import socket
import threading
import time
import uuid
from urllib.parse import urlsplit

import numpy as np
import pytest

from oes.analysis.tests.drawing import drawn_stills
from tests.durability.test_kill import WAIT_SECONDS, free_dead_claims, wait_until
from tests.installations import rows, stored

BATCHES = 120
STILLS = 6


class Page:
    """A page of the exam that tells batch after batch, each until it is answered."""

    def __init__(self, own, entrance: dict) -> None:
        self.own, self.key = own, str(uuid.uuid4())
        self.headers = {
            "Authorization": f"Bearer {entrance['embed_token']}", "Origin": entrance["embed_origins"][0],
            "Content-Type": "application/json",
        }  # fmt: skip
        self.answers: list[int] = []

    def tell(self, number: int) -> None:
        events = [{"sequence": number * 3 + n, "kind": "heartbeat", "age_ms": 0} for n in range(3)]
        body = json.dumps({"page_key": self.key, "events": events})
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                self.answers.append(self._post(body))
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
                continue
            assert self.answers[-1] in (200, 409, 503), self.answers[-1]
            if self.answers[-1] != 503:
                return
        pytest.fail(f"batch {number} was never answered")

    def _post(self, body: str) -> int:
        connection = http.client.HTTPConnection(urlsplit(self.own.url).netloc, timeout=10)
        try:
            connection.request("POST", "/embed/v1/events", body, self.headers)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.mark.models
def test_a_killed_server_loses_no_message_and_stores_none_twice(own, client):
    own.serve()
    client.open_run()
    client.ready()
    page = Page(own, client.start())
    telling = threading.Thread(target=lambda: [page.tell(n) for n in range(BATCHES)], daemon=True)
    telling.start()
    for _ in range(4):
        time.sleep(random.uniform(0.1, 0.5))
        own.stop("web", signal.SIGKILL)
        own.serve()
    telling.join(WAIT_SECONDS)
    assert not telling.is_alive(), "the page still tells"
    assert len(page.answers) >= BATCHES
    kept = rows(own, "select sequence from recordings_clientevent where source = 'embed'")
    assert sorted(n for (n,) in kept) == list(range(BATCHES * 3))
    assert own.run("verify_journal", "--all").strip().endswith("holds")


@pytest.mark.models
def test_a_worker_killed_while_it_makes_pictures_playable_leaves_them_whole(own, client):
    own.serve()
    client.open_run()
    client.ready(tier="C")
    client.start()
    for n in range(STILLS):
        noise = np.random.default_rng(n).integers(0, 255, (240, 320, 3), dtype=np.uint8)
        body = drawn_stills([noise] * 8, quality=80)
        assert client.put_segment(track="camera", sequence=n, start=n * 0.01, end=n * 0.01 + 8, body=body).ok
    for _ in range(2):  # one death more with the same segment, and it is given up: a slow worker has only just taken it
        own.start("worker", "worker")
        time.sleep(random.uniform(1.5, 4.0))
        own.stop("worker", signal.SIGKILL)
        free_dead_claims(own)
    own.start("worker", "worker")
    wait_until(lambda: rows(own, "select count(*) from recordings_segment where analysed_at is null") == [(0,)])
    for key, reason in rows(own, "select blob_key, unreadable_reason from recordings_segment"):
        assert not reason
        assert stored(own, key.replace(".mov", ".webm"))[:4] == b"\x1a\x45\xdf\xa3"


def raw(own, request: bytes) -> bytes:
    host, port = urlsplit(own.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(request)
        line.settimeout(3)
        try:
            return line.recv(4096)
        except TimeoutError:
            return b"(waits)"


ADDRESSES = (
    b"/embed/v1/events", b"/embed/v1/join", b"/extension/v1/events", b"/guard/v1/join", b"/guard/v1/reports",
    b"/phone/finish", b"/api/v1/attempts/00000000-0000-4000-8000-000000000000/ready",
)  # fmt: skip
ODD = (
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \xff\xfe\r\nContent-Length: 2\r\n\r\n{}",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: \xff\r\nContent-Length: 0\r\n\r\n",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: \xb2\r\n\r\n{}",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 2\r\n\r\n{}",
    b"BREW %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
)  # fmt: skip


@pytest.mark.models
def test_no_odd_request_is_a_fault_of_the_server(own):
    own.serve()
    for address in ADDRESSES:
        for request in ODD:
            answer = raw(own, request % address)
            assert not answer.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5")), (address, request, answer[:200])
    own.check_alive()
    assert "Traceback" not in own.said("web")
