"""The way to the server: join, report. Plain HTTP of the standard library, certificates are checked."""

import json
import platform
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from oes_guard import __version__
from oes_guard.reports import signature

TIMEOUT_SECONDS = 15
HERE = ("localhost", "127.0.0.1", "::1")


class WrongAddress(ValueError):
    """The address is none, or would send the key in the clear."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status 0: no answer came. `code` names a refusal."""

    status: int
    data: dict[str, Any]

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def code(self) -> str:
        return str(self.data.get("code", ""))


def server_address(text: str) -> str:
    """Return scheme, host and port of what was typed. WrongAddress without https, but for this very machine."""
    whole = text.strip() if "://" in text else f"https://{text.strip()}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname
        parts.port  # noqa: B018 a wrong one raises
    except ValueError as error:
        raise WrongAddress(text) from error
    if not host or parts.scheme not in ("http", "https") or (parts.scheme == "http" and host not in HERE):
        raise WrongAddress(text)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


class Client:
    """Talks to one server. Never raises for what the network does."""

    def __init__(self, server: str) -> None:
        self._server = server_address(server)
        self._token = self._key = ""

    def join(self, *, code: str, system: str) -> Answer:
        """Exchange a code for what the guard needs; keeps token and key to itself."""
        body = json.dumps({"code": code, "system": system}).encode()
        answer = self._post("/guard/v1/join", body, {})
        self._token, self._key = str(answer.data.pop("token", "")), str(answer.data.pop("key", ""))
        return answer

    def report(self, body: bytes) -> Answer:
        """Send a report, signed."""
        headers = {"Authorization": f"Bearer {self._token}", "Oes-Signature": signature(self._key, body)}
        return self._post("/guard/v1/reports", body, headers)

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        agent = f"oes-guard/{__version__} ({platform.system()})"
        all_headers = {"Content-Type": "application/json", "User-Agent": agent, **headers}
        request = urllib.request.Request(self._server + path, body, all_headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return Answer(response.status, _object(response.read()))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _object(error.read()))
        except (OSError, ValueError):
            return Answer(0, {})


def _object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
