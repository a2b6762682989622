"""What the desktop guard asks and tells, and the code that the recorder's page shows for it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from oes.attempts.models import AccessToken, Attempt
from oes.attempts.tokens import upload_token_required
from oes.domain.policy import ProgramUse
from oes.integrations.guard import services
from oes.integrations.guard.models import GuardStart
from oes.integrations.messages import Refusal, answer, body_of, token_of, told_of
from oes.lib.problems import problem
from oes.recorder.forms import BadBody, whole_of
from oes.recorder.guard_gate import guard_state
from oes.recordings.models import ClientEvent
from oes.recordings.services import TooManyEvents

KINDS = frozenset(
    {
        "started",
        "heartbeat",
        "stopped",
        "browser",
        "left",
        "returned",
        "program_seen",
        "program_gone",
        "virtual_machine",
        "screens",
        "foreground_unknown",
    }
)
HEARTBEAT_SECONDS = 10
NAMED = ("program_seen", "program_gone")


@upload_token_required
@require_GET
def state(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Tell the recorder's page whether the guard reports, and which listed programs run."""
    return JsonResponse(guard_state(attempt, timezone.now()).as_data())


@upload_token_required
@require_POST
def code(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Give the recorder's page a new code to show."""
    if attempt.policy.value().guard == ProgramUse.OFF:
        return problem(409, "guard_off", "the rules of this exam use no guard")
    try:
        new = services.make_code(attempt=attempt)
    except TooManyEvents:
        return problem(429, "too_many", "this attempt has had enough codes", retry_after=120)
    response = JsonResponse({"code": new, "expires_in_seconds": services.CODE_MINUTES * 60}, status=201)
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@login_not_required
def join(request: HttpRequest) -> HttpResponse:
    """Exchange a code for a token and a signing key."""
    response = answer(request, "guard", _joined)
    response["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@login_not_required
def reports(request: HttpRequest) -> HttpResponse:
    """Store a signed and numbered report."""
    return answer(request, "guard", _reported)


def _joined(request: HttpRequest) -> dict[str, Any]:
    data = body_of(request)
    if not isinstance(data.get("code"), str) or data.get("system") not in GuardStart.System.values:
        raise BadBody("code is no text, or system is not one of " + ", ".join(GuardStart.System.values))
    start, token = services.join(organisation=request.organisation, code=data["code"], system=data["system"])
    exam = start.attempt.enrolment.exam
    return {
        "attempt": str(start.attempt.uuid),
        "exam": exam.title,
        "token": token,
        "key": services.signing_key(start),
        "heartbeat_seconds": HEARTBEAT_SECONDS,
        "programs": _programs(start),
        "browser": _browser(start.attempt),
        **_clock(start.attempt),
    }


def _programs(start: GuardStart) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "processes": one.processes.get(start.system, ()),
            "paths": one.paths,
            "maker": one.maker,
        }
        for one in start.attempt.policy.value().listed_programs()
    ]


def _browser(attempt: Attempt) -> str:
    """Return which program an earlier start of the guard took for the exam's browser."""
    told = ClientEvent.objects.filter(attempt=attempt, source=ClientEvent.Source.GUARD, kind="browser").first()
    return told.detail if told else ""


def _reported(request: HttpRequest) -> dict[str, Any]:
    token = token_of(request, AccessToken.Use.GUARD)
    attempt = token.attempt
    start = GuardStart.objects.select_related("attempt").filter(token=token).first()
    if start is None:  # no code was ever exchanged for this token
        raise Refusal(401, "bad_token", attempt)
    signature = request.headers.get("Oes-Signature", "")
    services.check_signature(start=start, body=request.body, signature=signature)
    data = body_of(request)
    if data.get("attempt") != str(attempt.uuid):
        raise Refusal(403, "other_attempt", attempt)
    told = told_of(data, KINDS)
    listed = {program.name for program in attempt.policy.value().listed_programs()}
    if any(kind in NAMED and detail not in listed for _, kind, _, detail in told.events):
        raise BadBody("a program is told that is on no list")
    number = whole_of(data, "number")
    stored = services.accept_report(start=start, number=number, told=told, received_at=timezone.now())
    return {"stored": stored, **_clock(attempt)}


def _clock(attempt: Attempt) -> dict[str, Any]:
    elapsed = attempt.elapsed_seconds(timezone.now()) if attempt.started_at else None
    return {"state": attempt.state, "elapsed_seconds": None if elapsed is None else round(elapsed, 3)}
