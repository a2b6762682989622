"""The address of the testing system, filled in for one attempt."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse

from oes.attempts.models import Attempt
from oes.exams.models import Exam


def written_here(exam: Exam) -> Any:
    """Return what makes an exam one that is written on our own pages, or None.

    It belongs to an app above; only the name of the relation is known here.
    """
    return getattr(exam, "written", None)


def exam_page(request: HttpRequest, attempt: Attempt, return_link: str) -> str:
    """Return where the exam of an attempt is sat: in the testing system, or on our page of a written exam."""
    exam = attempt.enrolment.exam
    if written_here(exam):
        return request.build_absolute_uri(reverse("written:sit", args=[exam.uuid]))
    return filled_address(exam.address, attempt=attempt, return_link=return_link)


def exam_origins(request: HttpRequest, exam: Exam) -> tuple[str, ...]:
    """Return the origins from which the exam's pages may speak; our own comes first for a written exam."""
    if written_here(exam):
        return (request.build_absolute_uri("/").rstrip("/"), *exam.origins)
    return exam.origins


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
