"""Which origins are the extension's, and which hosts are the exam's. All of them are compared whole."""

import re

from oes.attempts.models import Attempt
from oes.lib.extensions import chromium_ids

_CHROMIUM = re.compile(r"chrome-extension://([a-p]{32})")
_FIREFOX = re.compile(r"moz-extension://[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_extension(origin: str) -> bool:
    """Return whether an origin may be the extension's: a known id of Chromium, or some extension of a Firefox.

    Firefox draws a random number for each installation, so there the token is bound to the number that the student's
    own page named (`TokenOrigin`).
    """
    chromium = _CHROMIUM.fullmatch(origin)
    return chromium[1] in chromium_ids() if chromium else bool(_FIREFOX.fullmatch(origin))


def exam_hosts(attempt: Attempt) -> list[str]:
    """Return the hosts that belong to the exam: its own, and those that the rules name (sign-in, calculator)."""
    return sorted({*attempt.enrolment.exam.hosts, *attempt.policy.value().exam_hosts})
