"""What the browser extension tells, its token, and the page that tells students about it."""

import re
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.tokens import upload_token_required
from oes.domain.policy import ProgramUse
from oes.integrations.extension.origins import exam_hosts, is_extension
from oes.integrations.extension.services import give_token
from oes.integrations.messages import (
    Refusal,
    answer,
    body_of,
    check_origin,
    origin_of,
    record_told,
    token_of,
    told_of,
)
from oes.recorder.forms import BadBody
from oes.recordings.models import ClientEvent

KINDS = frozenset({"started", "heartbeat", "left", "returned", "stopped"})
_HOST = re.compile(r"[a-z0-9._:\[\]-]*")
"""A host, a scheme or nothing: no path, title or other text gets in, whatever a browser sends."""


@csrf_exempt
@login_not_required
def events(request: HttpRequest) -> HttpResponse:
    """Store what the extension told. Only the origin that the token was given to may use it."""
    response = HttpResponse(status=204) if request.method == "OPTIONS" else answer(request, "extension", _told)
    response["Vary"] = "Origin"
    if is_extension(origin_of(request)):
        response["Access-Control-Allow-Origin"] = origin_of(request)
        response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response["Access-Control-Max-Age"] = "7200"
    return response


def _told(request: HttpRequest) -> dict[str, Any]:
    token = token_of(request, AccessToken.Use.EXTENSION)
    attempt = token.attempt
    bound = getattr(token, "extension_origin", None)
    check_origin(request, [bound.origin] if bound else [], attempt)
    data = body_of(request)
    if data.get("attempt") != str(attempt.uuid):
        raise Refusal(403, "other_attempt", attempt)
    told, source = told_of(data, KINDS), ClientEvent.Source.EXTENSION
    if not all(_HOST.fullmatch(detail) for *_, detail in told.events):
        raise BadBody("detail is not a host")
    stored = record_told(attempt=attempt, source=source, told=told, received_at=timezone.now())
    return {"stored": stored, "running": attempt.is_running}


@upload_token_required
def token(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Give the recorder's page a token for the extension that it has found in its browser."""
    return answer(request, "extension", lambda asked: _given(asked, attempt))


def _given(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    origin = str(body_of(request).get("origin"))
    if attempt.policy.value().extension == ProgramUse.OFF:
        raise Refusal(409, "not_used", attempt)
    if not attempt.is_running:
        raise Refusal(409, "wrong_state", attempt)
    if not is_extension(origin):
        raise Refusal(403, "wrong_origin", attempt)
    given, lifetime = give_token(attempt=attempt, origin=origin)
    return {"token": given, "hosts": exam_hosts(attempt), "expires_in_seconds": int(lifetime.total_seconds())}


@login_not_required
@require_safe
def install(request: HttpRequest) -> HttpResponse:
    """What the extension is, what it tells and never takes, and where to get it. Open to everybody."""
    where = {"chromium": settings.OES_EXTENSION_CHROMIUM_URL, "firefox": settings.OES_EXTENSION_FIREFOX_URL}
    return render(request, "extension/install.html", {"where": where})
