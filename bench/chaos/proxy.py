"""The line between recorders and server: a loopback proxy that cuts, slows, reorders and doubles requests.

It is also the witness: every body that the server acknowledged is written down here, whether or not the answer reached
the recorder.
"""

import http.client
import json
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SERVER_SECONDS = 60
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "proxy-connection"})


@dataclass(slots=True)
class Trouble:
    """A fault of the line that lasts until a moment (time.monotonic), and longer until it has struck once."""

    kind: str
    part: float
    seconds: float
    until: float
    struck: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """One request, read whole."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(slots=True)
class Seen:
    """What passed: requests by status, and those without an answer under 0."""

    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: int = 0


class Proxy(ThreadingHTTPServer):
    """Listens on a port of its own and asks the server behind it."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, port: int, witness: Path) -> None:
        """`port`: of the server behind it; `witness`: the file that acknowledged bodies are written to."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.witness = port, witness
        self.seen = Seen()
        self._lock = threading.Lock()
        self._troubles: list[Trouble] = []
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def begin(self, kind: str, *, part: float, seconds: float) -> Trouble:
        """Begin a fault of the line."""
        trouble = Trouble(kind, part, seconds, time.monotonic() + seconds)
        with self._lock:
            self._troubles.append(trouble)
        return trouble

    def calm(self) -> None:
        """End all faults."""
        with self._lock:
            self._troubles.clear()

    def strike(self) -> Trouble | None:
        """Return the fault that the request at hand meets."""
        with self._lock:
            now = time.monotonic()
            self._troubles = [one for one in self._troubles if now < one.until or not one.struck]
            if not self._troubles:
                return None
            self._troubles[-1].struck += 1
            return self._troubles[-1]

    def ask(self, request: Request) -> Reply:
        """Send a request to the server, and note what it acknowledged. OSError or HTTPException without an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=SERVER_SECONDS)
        try:
            connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                connection.putheader(name, value)
            connection.endheaders(request.body)
            response = connection.getresponse()
            reply = Reply(response.status, response.getheaders(), response.read())
        finally:
            connection.close()
        self._note(request, reply)
        return reply

    def _note(self, request: Request, reply: Reply) -> None:
        with self._lock:
            self.seen.statuses[reply.status] += 1
            if request.method != "PUT" or reply.status not in (200, 201):
                return
            self.seen.acknowledged += 1
            told = {name.lower(): value for name, value in request.headers}
            line = {
                "path": request.path, "sha256": told.get("oes-sha256", ""), "status": reply.status,
                "link": json.loads(reply.body)["link"],
            }  # fmt: skip
            with self.witness.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that somebody killed is what this is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy
    timeout = 120

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            self._hang_up()
            return
        headers = [(name, value) for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP]
        headers += [("Connection", "close"), *([("Content-Length", str(length))] if length or body else [])]
        request = Request(self.command, self.path, headers, body)
        try:
            reply = self._through(request, self.server.strike())
        except (OSError, http.client.HTTPException):
            reply = None
        if reply is None:
            self._hang_up()
        else:
            self._answer(reply)

    do_GET = do_POST = do_PUT = do_OPTIONS = do_HEAD = _serve

    def _through(self, request: Request, trouble: Trouble | None) -> Reply | None:
        """Carry a request through what troubles the line; None hangs up on the recorder."""
        if trouble is None:
            return self.server.ask(request)
        return getattr(self, "_" + trouble.kind)(request, trouble)

    def _requests_cut(self, request: Request, trouble: Trouble) -> Reply | None:
        """Cut before the server hears of it, in the middle of the body, or after the server has answered."""
        if trouble.part < 0.3:
            return None
        if trouble.part < 0.6:
            self._send_half(request)
            return None
        self.server.ask(request)
        return None

    def _send_half(self, request: Request) -> None:
        lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in request.headers)]
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        with socket.create_connection(("127.0.0.1", self.server.target), timeout=SERVER_SECONDS) as line:
            line.sendall(head + request.body[: len(request.body) // 2])

    def _requests_slow(self, request: Request, trouble: Trouble) -> Reply:
        """Hold the request, or its answer."""
        pause = trouble.seconds * (1 + 3 * trouble.part)  # up to ten seconds: longer than a recorder waits
        if trouble.part < 0.5:
            time.sleep(pause)
            return self.server.ask(request)
        reply = self.server.ask(request)
        time.sleep(pause)
        return reply

    def _requests_reordered(self, request: Request, trouble: Trouble) -> Reply | None:
        """Let later requests overtake every second one; a recorder that lost patience may have asked again by then."""
        if trouble.struck % 2:
            if trouble.part < 0.5:
                time.sleep(trouble.seconds)
                return self.server.ask(request)
            threading.Timer(trouble.seconds, self._again, (request,)).start()
            return None
        return self.server.ask(request)

    def _requests_doubled(self, request: Request, trouble: Trouble) -> Reply:
        """Send it twice: at the same time, at once after, or seconds later."""
        if trouble.part < 0.4:
            twin = threading.Thread(target=self._again, args=(request,))
            twin.start()
            reply = self.server.ask(request)
            twin.join()
            return reply
        reply = self.server.ask(request)
        if trouble.part < 0.6:
            self._again(request)
        else:
            threading.Timer(trouble.seconds * 2, self._again, (request,)).start()
        return reply

    def _again(self, request: Request) -> None:
        with suppress(OSError, http.client.HTTPException):
            self.server.ask(request)

    def _answer(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the witness's file is the log."""
