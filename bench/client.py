"""A client of the recorder's API over plain HTTP, as a browser would use it: for load, faults and the demo."""

import hashlib
import http.client
import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of an answer; `data` is {} where the body is no JSON object."""

    status: int
    data: dict[str, Any]

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class CallFailed(Exception):
    """The server refused a call that must succeed."""


class RecorderClient:
    """One attempt's recorder. Keeps one connection; not for use by several threads at once."""

    def __init__(self, *, base_url: str, attempt: str, token: str, timeout: float = TIMEOUT_SECONDS) -> None:
        parts = urlsplit(base_url)
        if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("this client talks to this machine only")
        self._address = (parts.hostname, parts.port or 80)
        self._path = f"/api/v1/attempts/{attempt}"
        self._token, self._timeout = token, timeout
        self._connection: http.client.HTTPConnection | None = None
        self.run = 0
        self.run_key = ""

    def open_run(self, *, take_over: bool = True) -> dict[str, Any]:
        """Begin a run and keep its number and key."""
        data = self.must("POST", "/runs", {"take_over": take_over})
        self.run, self.run_key = data["run"], data["run_key"]
        return data

    def state(self) -> dict[str, Any]:
        return self.must("GET", f"/state?run_key={self.run_key}")

    def put_segment(
        self, *, track: str, sequence: int, start: float, end: float, body: bytes, run: int | None = None
    ) -> Answer:
        """Put one segment, of this run unless another is named; told as WebM, but the server judges by the bytes."""
        headers = {
            "Content-Type": "video/webm",
            "Oes-Sha256": hashlib.sha256(body).hexdigest(),
            "Oes-Start": f"{start:.3f}",
            "Oes-End": f"{end:.3f}",
        }
        return self.call("PUT", f"/segments/{track}/{self.run if run is None else run}/{sequence}", body, headers)

    def events(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        return self.must("POST", "/events", {"run_key": self.run_key, "events": events})

    def ready(self, *, tier: str = "A") -> dict[str, Any]:
        return self.must("POST", "/ready", {"tier": tier})

    def start(self) -> dict[str, Any]:
        return self.must("POST", "/start", {})

    def finish(self, *, left: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        return self.must("POST", "/finish", {"segments": left or []})

    def must(self, method: str, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call and return the answer's data; CallFailed unless it is 2xx."""
        body = None if data is None else json.dumps(data).encode()
        answer = self.call(method, path, body, {"Content-Type": "application/json"})
        if not answer.ok:
            raise CallFailed(f"{method} {path} answered {answer.status}: {answer.data}")
        return answer.data

    def call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        """Send one request; a connection that the server closed in between is opened once more."""
        headers = {**headers, "Authorization": f"Bearer {self._token}"}
        for last in (False, True):
            connection = self._connection or http.client.HTTPConnection(*self._address, timeout=self._timeout)
            fresh, self._connection = self._connection is None, connection
            try:
                connection.request(method, self._path + path, body, headers)
                response = connection.getresponse()
                raw = response.read()
                return Answer(response.status, _object(raw))
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if fresh or last:
                    raise
        raise AssertionError("unreachable")

    def break_off(self) -> None:
        """Cut the connection from another thread, in the middle of whatever it carries."""
        line = self._connection.sock if self._connection else None
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        if self._connection:
            self._connection.close()
        self._connection = None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
