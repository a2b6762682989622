"""The student's pages: my exams, consent, the recorder, the way back from the testing system."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.attempts import tokens
from oes.attempts.consents import decline_consent, kept_text
from oes.attempts.models import AccessToken
from oes.attempts.services import (
    AttemptRefused,
    end_attempt,
    mint_token,
    open_attempt,
    revoke_tokens,
)
from oes.domain.policy import Biometrics
from oes.exams.services import policy_of
from oes.lib.middleware import let_be_framed, let_frame, let_record
from oes.recorder import queries
from oes.recorder.address import written_here
from oes.recorder.config import page_config
from oes.recorder.consent import CONSENT_TEXT_VERSION, consent_facts, consent_version
from oes.recorder.consent_text import text_blocks

TOKEN_OUTLIVES_EXAM = timedelta(days=7)


@role_required("student")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    student = queries.student_of(request.user)
    lines = queries.exam_lines(student, timezone.now())
    return render(request, "recorder/home.html", {"student": student, "lines": lines})


@role_required("student")
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, exam_uuid: UUID) -> HttpResponse:
    student = queries.student_of(request.user)
    enrolment = queries.own_enrolment(student, exam_uuid)
    here = written_here(enrolment.exam)
    if here and not here.is_proctored:
        return redirect("written:sit", exam_uuid)  # nothing is recorded: there is nothing to agree to
    line = queries.exam_line(enrolment, timezone.now())
    if line.unfinished and line.state == "running":
        return redirect("recorder:attempt", line.unfinished.uuid)
    if request.method == "POST":
        return _answer(request, enrolment)
    exam, policy = enrolment.exam, policy_of(enrolment.exam).value()
    context = {
        "student": student,
        "exam": exam,
        "state": line.state,
        "closes_at": line.closes_at,
        "version": consent_version(policy, safe_browser=exam.uses_safe_browser),
        "version_shown": CONSENT_TEXT_VERSION,
        "phones": queries.phones_may(exam, policy),
        "told": consent_facts(policy, safe_browser=exam.uses_safe_browser),
    }
    return render(request, "recorder/consent.html", context)


def _answer(request: HttpRequest, enrolment: queries.Enrolment) -> HttpResponse:
    exam, policy = enrolment.exam, policy_of(enrolment.exam).value()
    version = consent_version(policy, safe_browser=exam.uses_safe_browser)
    if request.POST.get("version", version) != version:
        return redirect("recorder:consent", exam.uuid)  # the rules changed while the student read
    answer = {
        "enrolment": enrolment,
        "text_version": version,
        "language": get_language() or "",
        "user_agent": request.headers.get("User-Agent", ""),
    }
    if request.POST.get("answer") == "decline":
        decline_consent(**answer)
        return redirect("recorder:declined", exam.uuid)
    if request.POST.get("answer") != "accept":
        return redirect("recorder:consent", exam.uuid)
    biometrics = {"yes": True, "no": False}.get(request.POST.get("biometrics", ""))
    if policy.biometrics != Biometrics.CHOICE:
        biometrics = None  # nobody asked
    elif biometrics is None:  # the page asks for it; whoever left it out is asked again
        return redirect("recorder:consent", exam.uuid)
    blocks = text_blocks(consent_facts(policy, safe_browser=exam.uses_safe_browser))
    text = kept_text(version=version, language=answer["language"], blocks=blocks)
    return _opened({**answer, "biometrics": biometrics, "text": text})


def _opened(answer: dict[str, Any]) -> HttpResponse:
    exam = answer["enrolment"].exam
    try:
        opened = open_attempt(**answer)
    except AttemptRefused:  # closed or used up meanwhile: the consent page says which
        return redirect("recorder:consent", exam.uuid)
    return redirect("recorder:attempt", opened.uuid)


@role_required("student")
@require_safe
def declined(request: HttpRequest, exam_uuid: UUID) -> HttpResponse:
    student = queries.student_of(request.user)
    exam = queries.own_enrolment(student, exam_uuid).exam
    return render(request, "recorder/declined.html", {"student": student, "exam": exam})


@role_required("student")
@never_cache
@require_safe
def attempt(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    """The recorder. Everything that moves on this page is in static/recorder/."""
    student = queries.student_of(request.user)
    row = queries.own_sitting(student, attempt_uuid)
    context = {"student": student, "exam": row.enrolment.exam, "attempt": row, "config": page_config(request, row)}
    response = render(request, "recorder/attempt.html", context)
    # The strict default would cut the tie to the exam's tab, and with it the way its token goes.
    response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    let_record(response)
    let_frame(response, *row.enrolment.exam.origins)  # on a phone the exam stands in a frame
    return response


@role_required("student")
@require_POST
def token(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    """Answer a new upload token for the page; it outlives the sign-in so that a queue can still be sent."""
    row = queries.own_attempt(queries.student_of(request.user), attempt_uuid)
    lifetime = TOKEN_OUTLIVES_EXAM + timedelta(minutes=row.enrolment.exam.planned_minutes)
    new = mint_token(attempt=row, use=AccessToken.Use.UPLOAD, lifetime=lifetime)
    response = JsonResponse({"token": new, "expires_in_seconds": int(lifetime.total_seconds())})
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET"])
def return_link(request: HttpRequest, token: str) -> HttpResponse:
    """End the attempt: the testing system sends the student here after the last question. Works once."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        return HttpResponse(status=204)  # a browser that looks ahead must not end an exam
    row = tokens.find(token, AccessToken.Use.RETURN)
    if row is None:
        response = render(request, "recorder/returned.html", {"known": False}, status=404)
    else:
        revoke_tokens(attempt=row.attempt, use=AccessToken.Use.RETURN)
        ended = end_attempt(attempt=row.attempt, source="return_link")
        response = render(request, "recorder/returned.html", {"known": True, "attempt": ended})
    let_be_framed(response)
    return response
