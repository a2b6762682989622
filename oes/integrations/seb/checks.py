"""Whether a request came from Safe Exam Browser with the settings of an exam."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from oes.domain.safe_exam_browser import config_key, matches
from oes.exams.models import Exam
from oes.integrations.seb.services import file_settings, settings_of

CONFIG_HEADER = "X-SafeExamBrowser-ConfigKeyHash"
EXAM_HEADER = "X-SafeExamBrowser-RequestHash"
SESSION = "safe_exam_browser"


@dataclass(frozen=True, slots=True)
class Checked:
    """`settings`: started with this exam's settings. `program`: a listed version; None where none is listed."""

    settings: bool
    program: bool | None


def root_of(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def checked_headers(request: HttpRequest, exam: Exam) -> Checked | None:
    """Return what the headers of a request show, or None where it brings none."""
    sent = request.headers.get(CONFIG_HEADER)
    if sent is None:
        return None
    address = request.build_absolute_uri()
    return checked(request, exam, address=address, config=sent, program=request.headers.get(EXAM_HEADER, ""))


def checked(request: HttpRequest, exam: Exam, *, address: str, config: str, program: str) -> Checked:
    """Return what two hashes for an address show."""
    own = config_key(file_settings(exam, root=root_of(request)))
    listed = settings_of(exam).program_keys()
    return Checked(matches(config, address, [own]), matches(program, address, listed) if listed else None)


def remember(request: Any, exam: Exam, result: Checked) -> None:
    """Keep the result with the session: later pages of the same browser may come without headers."""
    kept = request.session.get(SESSION, {})
    request.session[SESSION] = {**kept, str(exam.uuid): [result.settings, result.program]}


def remembered(request: Any, exam: Exam) -> Checked | None:
    kept = request.session.get(SESSION, {}).get(str(exam.uuid))
    return Checked(*kept) if kept else None
