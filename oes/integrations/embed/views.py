"""The embed script, and what it tells from inside the testing system, on whatever origin that is."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_safe

from oes.attempts.models import AccessToken
from oes.attempts.tokens import bearer, find
from oes.integrations.embed import services
from oes.integrations.embed.forms import page_told
from oes.lib.problems import problem
from oes.recorder.forms import BadBody, json_body
from oes.recordings.services import TooManyEvents

MOST_BYTES = 64 * 1024
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
    response = HttpResponse(status=204) if request.method == "OPTIONS" else _answer(request)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    response["Access-Control-Max-Age"] = "7200"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return problem(405, "post_only")
    token = find(bearer(request), AccessToken.Use.EMBED)
    if token is None:
        return problem(401, "bad_token", "unknown, revoked or expired embed token")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES:
        return problem(413, "too_large", f"at most {MOST_BYTES} bytes")
    try:
        told = page_told(json_body(request))
        stored = services.record_page(attempt=token.attempt, told=told, received_at=timezone.now())
    except BadBody as error:
        return problem(400, "bad_body", str(error))
    except TooManyEvents:
        return problem(429, "too_many", "this attempt has told enough", retry_after=120)
    return JsonResponse({"stored": stored})
