"""What every answer of the server must look like, whoever asks."""

import re
from html.parser import HTMLParser

from django.http import HttpResponse

RECORDING = {"recorder:attempt", "rehearsals:rehearsal"}
"""Pages that may ask for camera, microphone and screen."""
_DATA = {"application/json", "text/template"}


class Page(HTMLParser):
    """Collects what a strict page must not have: inline scripts, handlers, script links, forms without a token."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._form: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in told and told.get("type") not in _DATA:
            self.faults.append("inline script")
        self.faults += [f"handler {name}" for name in told if name.startswith("on")]
        links = [told.get(name, "") for name in ("href", "src", "action")]
        self.faults += [f"script link {link}" for link in links if re.match(r"\s*(javascript|data:text)", link, re.I)]
        if tag in ("style", "iframe") and "srcdoc" in told:
            self.faults.append(tag)
        if tag == "form" and told.get("method", "get").lower() == "post":
            self._form = told.get("action", "here")
        if tag == "input" and told.get("name") == "csrfmiddlewaretoken":
            self._form = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.faults.append(f"form to {self._form} without a token")
            self._form = None


def faults_of(name: str, response: HttpResponse) -> list[str]:
    """Return what is wrong with an answer of the address `name`."""
    return [*_headers(name, response), *_page(response)]


def _headers(name: str, response: HttpResponse) -> list[str]:
    rules = dict(rule.split(" ", 1) for rule in response["Content-Security-Policy"].split("; ") if " " in rule)
    camera = "camera=(self)" in response["Permissions-Policy"]
    wanted = {
        "content policy": rules.get("script-src", rules["default-src"]) in ("'self'", "'none'"),
        "nosniff": response["X-Content-Type-Options"] == "nosniff",
        "referrer": response["Referrer-Policy"] == "same-origin",
        "frames": response["X-Frame-Options"] in ("DENY", "SAMEORIGIN"),
        "opener": response["Cross-Origin-Opener-Policy"].startswith("same-origin"),
        "resources": response["Cross-Origin-Resource-Policy"] == "same-origin" or name.startswith("embed:"),
        "permissions": camera == (name in RECORDING and response.status_code == 200),
    }
    return [what for what, there in wanted.items() if not there]


def _page(response: HttpResponse) -> list[str]:
    saved = response.get("Content-Disposition", "").startswith("attachment")
    if saved or "html" not in response.get("Content-Type", ""):
        return []
    page = Page()
    page.feed(response.content.decode())
    return page.faults
