"""The address of the testing system, filled in for one attempt."""

from urllib.parse import quote

from oes.attempts.models import Attempt

FIELDS = ("student", "attempt", "return_link")


def filled_address(template: str, *, attempt: Attempt, return_link: str) -> str:
    """Return the address with {student} (login), {attempt} (uuid) and {return_link} filled in, percent-encoded."""
    values = {
        "student": attempt.enrolment.student.user.username,
        "attempt": str(attempt.uuid),
        "return_link": return_link,
    }
    for field in FIELDS:
        template = template.replace("{" + field + "}", quote(values[field], safe=""))
    return template
