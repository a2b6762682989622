"""The rehearsal's one call of its own; all others are the recorder's."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from oes.attempts.models import Attempt
from oes.attempts.tokens import upload_token_required
from oes.domain.codes import shown_code
from oes.lib.problems import problem
from oes.recorder.api import told
from oes.recorder.forms import json_body
from oes.rehearsals import services
from oes.rehearsals.forms import told_of


@upload_token_required
@require_POST
@told
def rehearsal(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Keep what the page measured, and tell what follows from it."""
    agent = request.headers.get("User-Agent", "")
    try:
        row = services.record_rehearsal(attempt=attempt, told=told_of(json_body(request)), user_agent=agent)
    except services.NoRehearsal:
        return problem(409, "no_rehearsal", "the attempt is an exam's")
    page = reverse("rehearsals:rehearsal", args=[attempt.uuid])
    return JsonResponse({"code": shown_code(row.code), "tier": row.tier, "level": row.level, "page": page}, status=201)
