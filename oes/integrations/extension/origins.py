"""Which origins are the extension's, and which hosts are the exam's. All of them are compared whole."""

import re
from urllib.parse import urlsplit

from oes.attempts.models import Attempt
from oes.lib.extensions import chromium_ids

_CHROMIUM = re.compile(r"chrome-extension://([a-p]{32})")
_FIREFOX = re.compile(r"moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_USUAL_PORTS = {"http": 80, "https": 443}


def is_extension(origin: str) -> bool:
    """Return whether an origin may be the extension's: a known id of Chromium, or some extension of a Firefox.

    Firefox draws a random number for each installation, so there the token is bound to the number that the student's
    own page named (`TokenOrigin`).
    """
    chromium = _CHROMIUM.fullmatch(origin)
    return chromium[1] in chromium_ids() if chromium else bool(_FIREFOX.fullmatch(origin))


def exam_hosts(attempt: Attempt) -> list[str]:
    """Return the hosts that belong to the exam: its address, and those that the rules name (sign-in, calculator)."""
    address = host_of(attempt.enrolment.exam.address)
    return sorted({host for host in (address, *attempt.policy.value().exam_hosts) if host})


def host_of(address: str) -> str:
    """Return the host as a browser writes it: in ASCII, with its port unless that is the usual one; or ''."""
    try:
        parts = urlsplit(address)
        name, port = parts.hostname or "", parts.port
        name = name if name.isascii() else name.encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    name = f"[{name}]" if ":" in name else name
    return name if port in (None, _USUAL_PORTS.get(parts.scheme)) else f"{name}:{port}"
