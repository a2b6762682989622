"""The embed script, and what it tells from inside the testing system, on whatever origin that is."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from oes.attempts.models import AccessToken
from oes.attempts.tokens import bearer
from oes.exams import phones
from oes.integrations.messages import Refusal, answer, body_of, origin_of, record_told, token_of, told_of
from oes.recordings.models import ClientEvent

KINDS = frozenset(
    {"heartbeat", "exam_started", "exam_ended", "left", "returned", "fullscreen_left", "fullscreen_entered"}
)
SCRIPT = Path(__file__).parent / "static" / "embed" / "oes-embed.js"


@cache
def _script() -> tuple[bytes, str]:
    body = SCRIPT.read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@login_not_required
@require_safe
@condition(etag_func=lambda request: _script()[1])
def script(request: HttpRequest) -> HttpResponse:
    """The script under an address that never changes, so that a testing system names it once."""
    response = HttpResponse(_script()[0], content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@csrf_exempt
@login_not_required
def events(request: HttpRequest) -> HttpResponse:
    """Store what a page told. Any origin may ask, since the token and nothing else gives the right."""
    response = HttpResponse(status=204) if request.method == "OPTIONS" else answer(request, "embed", _told)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response["Access-Control-Max-Age"] = "7200"
    return response


def _told(request: HttpRequest) -> dict[str, Any]:
    if phones.is_try_token(bearer(request)):
        return _tried(request)
    attempt = token_of(request, AccessToken.Use.EMBED).attempt
    told = told_of(body_of(request), KINDS)
    source = ClientEvent.Source.EMBED
    return {"stored": record_told(attempt=attempt, source=source, told=told, received_at=timezone.now())}


def _tried(request: HttpRequest) -> dict[str, Any]:
    """Hear the frame of an administrator's try on a phone, which belongs to no attempt."""
    told = told_of(body_of(request), KINDS)
    started = any(kind == "exam_started" for _, kind, _, _ in told.events)
    try:
        phones.hear(token=bearer(request), origin=origin_of(request), exam_started=started)
    except phones.TryRefused as refused:
        status = {"over": 401}.get(refused.code, 403)
        raise Refusal(status, "bad_token" if status == 401 else refused.code) from refused
    return {"stored": len(told.events)}
