"""The address of the testing system, filled in for one attempt."""

from collections.abc import Mapping
from urllib.parse import quote

from oes.attempts.models import Attempt


def filled_address(template: str, *, attempt: Attempt, return_link: str) -> str:
    """Return the address with {student} (login), {attempt} (uuid) and {return_link} filled in, percent-encoded."""
    values = {
        "student": attempt.enrolment.student.user.username,
        "attempt": str(attempt.uuid),
        "return_link": return_link,
    }
    return fill(template, values)


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the address with these fields filled in, percent-encoded."""
    for field, value in values.items():
        template = template.replace("{" + field + "}", quote(value, safe=""))
    return template
