"""Shows the way into Safe Exam Browser where an exam requires it, and notes who came by it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from oes.attempts.models import Attempt
from oes.attempts.services import note_safe_browser
from oes.exams.models import Exam, SafeBrowserUse
from oes.integrations.seb.checks import Checked, checked_headers, remember, remembered
from oes.integrations.seb.views import way_in

PAGES = ("recorder:consent", "recorder:attempt")


class SafeExamBrowserMiddleware:
    """Stands before the student's pages of an exam. Other pages pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        if request.resolver_match.view_name not in PAGES:
            return None
        exam, attempt = _subject(request, kwargs)
        if exam is None or not exam.uses_safe_browser:
            return None
        result = checked_headers(request, exam)
        if result is not None:
            remember(request, exam, result)
        result = result or remembered(request, exam)
        if attempt is not None and result is not None:
            note_safe_browser(attempt=attempt, settings_matched=result.settings, program_matched=result.program)
        if exam.safe_exam_browser == SafeBrowserUse.REQUIRED and not _passes(result):
            return way_in(request, exam, other_settings=result is not None)
        return None


def _passes(result: Checked | None) -> bool:
    return result is not None and result.settings and result.program is not False


def _subject(request: Any, kwargs: dict[str, Any]) -> tuple[Exam | None, Attempt | None]:
    """Return the exam, and the attempt where there is one, if they are the signed-in student's own."""
    if "attempt_uuid" in kwargs:
        rows = Attempt.objects.select_related("enrolment__exam")
        attempt = rows.filter(uuid=kwargs["attempt_uuid"], enrolment__student__user=request.user).first()
        return (attempt.enrolment.exam, attempt) if attempt and not attempt.has_ended else (None, None)
    exam = Exam.objects.filter(uuid=kwargs["exam_uuid"], enrolments__student__user=request.user).first()
    return exam, None
