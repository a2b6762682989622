"""What pages of the testing system tell, on whatever origins an exam names, and the code that joins them to it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.tokens import bearer, upload_token_required
from oes.domain.page_facts import KIND_OF, length_of
from oes.exams import phones
from oes.integrations.embed import services
from oes.integrations.messages import (
    Refusal,
    Told,
    answer,
    body_of,
    check_origin,
    origin_of,
    record_told,
    token_of,
    told_of,
)
from oes.lib.addresses import client_address
from oes.lib.problems import problem
from oes.recorder.address import exam_origins
from oes.recorder.forms import BadBody
from oes.recordings.models import ClientEvent
from oes.recordings.services import TooManyEvents

KINDS = frozenset(
    {
        "heartbeat",
        "exam_started",
        "exam_ended",
        "left",
        "returned",
        "fullscreen_left",
        "fullscreen_entered",
        "copied",
        "cut",
        "pasted",
        "printed",
        "second_screen",
        "one_screen",
    }
)
LONGEST_CODE = 40
_ORIGIN = re.compile(r"https?://[^\s/]{1,255}")


@csrf_exempt
@login_not_required
def events(request: HttpRequest) -> HttpResponse:
    """Store what a page told. Its origin must be one of the exam's own."""
    return _across(request, _told)


@csrf_exempt
@login_not_required
def join(request: HttpRequest) -> HttpResponse:
    """Give a page that the browser has cut off from the recorder a token, for the code that the student typed."""
    response = _across(request, _joined)
    response["Cache-Control"] = "no-store"
    if response.status_code == 429:
        response["Retry-After"] = str(services.MISS_SECONDS)
    return response


@upload_token_required
@require_POST
def code(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Give the recorder's page a new code to show."""
    if not attempt.is_running:
        return problem(409, "not_running", "only a running attempt has an exam's page")
    try:
        new = services.make_code(attempt=attempt)
    except TooManyEvents:
        return problem(429, "too_many", "this attempt has had enough codes", retry_after=120)
    response = JsonResponse({"code": new, "expires_in_seconds": services.CODE_MINUTES * 60}, status=201)
    response["Cache-Control"] = "no-store"
    return response


def _across(request: HttpRequest, act: Callable[[HttpRequest], dict[str, Any]]) -> HttpResponse:
    """Answer a page on another origin, without credentials.

    Which attempt it speaks for is known only from the message itself, so a browser's question beforehand is answered
    for whoever asks; a message that is refused for its origin is not readable there.
    """
    response = HttpResponse(status=204) if request.method == "OPTIONS" else answer(request, "embed", act)
    origin = origin_of(request)
    response["Vary"] = "Origin"
    if response.status_code != 403 and _ORIGIN.fullmatch(origin):
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response["Access-Control-Max-Age"] = "7200"
    return response


def _told(request: HttpRequest) -> dict[str, Any]:
    if phones.is_try_token(bearer(request)):
        return _tried(request)
    attempt = token_of(request, AccessToken.Use.EMBED).attempt
    check_origin(request, exam_origins(request, attempt.enrolment.exam), attempt)
    told = _without_texts(told_of(body_of(request), KINDS))
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


def _without_texts(told: Told) -> Told:
    """Keep of all details only the length of what was copied or pasted: no page may tell a text."""
    lengths = {kind for kind in KIND_OF if kind != "printed"}
    kept = [
        (number, kind, age, str(length_of(detail) or "") if kind in lengths else "")
        for number, kind, age, detail in told.events
    ]
    return replace(told, events=tuple(kept))


def _joined(request: HttpRequest) -> dict[str, Any]:
    typed = body_of(request).get("code")
    if not isinstance(typed, str) or len(typed) > LONGEST_CODE:
        raise BadBody("code is not a short text")
    token = services.join_page(
        organisation=request.organisation,
        code=typed,
        address=client_address(request),
        check=lambda attempt: check_origin(request, exam_origins(request, attempt.enrolment.exam), attempt),
    )
    return {"token": token}
