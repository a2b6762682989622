"""The recorder's calls around a granted break: take it, come back. Both again change nothing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from oes.attempts import breaks
from oes.attempts.models import Attempt
from oes.attempts.tokens import upload_token_required
from oes.lib.problems import problem
from oes.recorder.api import clock_of, entrance_of, told
from oes.recorder.fairness import break_of
from oes.recorder.forms import json_body


@upload_token_required
@require_POST
@told
def pause(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Begin a break that was granted."""
    json_body(request)
    attempt = breaks.take_break(attempt=attempt)
    return JsonResponse({**clock_of(attempt), "break": break_of(attempt, timezone.now())})


@upload_token_required
@require_POST
@told
def resume(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Note that the student is back, and hand out the way into the testing system as at "OK"."""
    json_body(request)
    if not attempt.is_running or attempt.is_rehearsal:
        return problem(409, "wrong_state", "the attempt does not run")
    attempt = breaks.end_break(attempt=attempt)
    left = break_of(attempt, timezone.now())
    return JsonResponse({**clock_of(attempt), **entrance_of(request, attempt), "break": left})
