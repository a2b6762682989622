"""A signed-in administrator over plain HTTP, who polls the detailed reports of running attempts."""

import http.cookiejar
import json
import re
import threading
import time
import urllib.parse
import urllib.request
from http.client import HTTPException
from typing import Any

POLL_SECONDS = 3.0
TIMEOUT_SECONDS = 30


class Reviewer:
    """Signs in once; each thread that polls may use the same cookies."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def sign_in(self, *, login: str, password: str) -> None:
        """Enter by the administration's entrance. OSError when the server refuses."""
        page = self.get("/sign-in/?system=administration")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise OSError("the sign-in page has no form")
        form = {
            "csrfmiddlewaretoken": token.group(1),
            "system": "administration",
            "username": login,
            "password": password,
        }
        body = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.base_url + "/sign-in/", body, {"Referer": self.base_url})
        with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            if "/sign-in/" in answer.url:
                raise OSError("the sign-in was refused")

    def get(self, path: str) -> str:
        with self._opener.open(self.base_url + path, timeout=TIMEOUT_SECONDS) as answer:
            return str(answer.read().decode())

    def violations(self, attempt: str) -> list[dict[str, Any]]:
        """Return what the running report of an attempt shows now."""
        data = json.loads(self.get(f"/attempts/{attempt}/detailed/poll/"))
        return list(data["violations"])


class Watch(threading.Thread):
    """Polls one report as its page does and notes when each violation was first seen."""

    def __init__(self, reviewer: Reviewer, attempt: str, started: threading.Event) -> None:
        super().__init__(daemon=True)
        self.reviewer, self.attempt, self.started = reviewer, attempt, started
        self.first_seen: dict[tuple[str, float], float] = {}
        self.polls: list[float] = []
        self.stopping = threading.Event()
        self.failed = ""

    def run(self) -> None:
        self.started.wait()
        while not self.stopping.wait(POLL_SECONDS):
            began = time.monotonic()
            try:
                rows = self.reviewer.violations(self.attempt)
            except (OSError, HTTPException, KeyError, ValueError) as error:
                self.failed = f"{type(error).__name__}: {error}"
                continue
            self.polls.append(time.monotonic() - began)
            for row in rows:
                self.first_seen.setdefault((row["kind"], float(row["start_seconds"])), time.monotonic())
