"""Pages of the rehearsal: the student's own, and the helpdesk's search."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.attempts.consents import decline_consent
from oes.attempts.models import Attempt
from oes.attempts.services import AttemptRefused
from oes.domain.attempt_state import AttemptState
from oes.exams.models import Student
from oes.exams.services import current_policy
from oes.lib.middleware import let_record
from oes.recorder.config import page_config
from oes.recorder.queries import own_attempt, student_of
from oes.rehearsals import queries, services
from oes.rehearsals.consent import CONSENT_TEXT_VERSION, consent_version
from oes.rehearsals.forms import CodeForm
from oes.rehearsals.texts import sentences


@role_required(Role.STUDENT)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """What a rehearsal records, the student's answer, and earlier results."""
    student = student_of(request.user)
    return _answer(request, student) if request.method == "POST" else _page(request, student)


def _page(request: HttpRequest, student: Student, *, enough: bool = False) -> HttpResponse:
    """`enough`: the student has rehearsed as often as one day allows."""
    policy = current_policy(student.organisation).value()
    context = {
        "enough": enough,
        "student": student,
        "results": [queries.result_of(row) for row in queries.own_results(student)],
        "sound": policy.sound_kbps > 0,
        "seconds": settings.OES_REHEARSAL_SECONDS,
        "days": settings.OES_REHEARSAL_DAYS,
        "version": consent_version(policy),
        "version_shown": CONSENT_TEXT_VERSION,
    }
    return render(request, "rehearsals/begin.html", context, status=429 if enough else 200)


def _answer(request: HttpRequest, student: Student) -> HttpResponse:
    version = consent_version(current_policy(student.organisation).value())
    told = {
        "text_version": version,
        "language": get_language() or "",
        "user_agent": request.headers.get("User-Agent", ""),
    }
    if request.POST.get("answer") == "decline":
        decline_consent(enrolment=services.enrolment_of(student), **told)
        return redirect("recorder:home")
    if request.POST.get("answer") != "accept" or request.POST.get("version") != version:
        return redirect("rehearsals:begin")
    try:
        opened = services.open_rehearsal(student=student, **told)
    except AttemptRefused:
        return _page(request, student, enough=True)
    return redirect("rehearsals:rehearsal", opened.uuid)


@role_required(Role.STUDENT)
@never_cache
@require_safe
def rehearsal(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    """The recorder's parts at work; afterwards the result."""
    student = student_of(request.user)
    attempt = get_object_or_404(Attempt, uuid=attempt_uuid, enrolment__exam__is_rehearsal=True)
    attempt = own_attempt(student, attempt.uuid)
    row = queries.result_of_attempt(attempt)
    if row:
        return render(request, "rehearsals/result.html", {"student": student, "result": queries.result_of(row)})
    if attempt.state not in (AttemptState.CREATED, AttemptState.READY):
        return redirect("rehearsals:begin")  # loaded again half-way: a rehearsal is short, and begins anew
    config = page_config(request, attempt)
    config |= {"seconds": settings.OES_REHEARSAL_SECONDS}
    config["text"] |= {key: str(text) for key, text in sentences().items()}
    context = {"student": student, "config": config, "seconds": settings.OES_REHEARSAL_SECONDS}
    response = render(request, "rehearsals/rehearsal.html", context)
    let_record(response)
    return response


@role_required(Role.ADMINISTRATION, Role.PROCTOR, Role.HELPDESK)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The helpdesk looks a result up by the code that a student reads out."""
    form = CodeForm(request.GET or None)
    row = queries.by_code(request.organisation, form.cleaned_data["code"]) if form.is_valid() else None
    if row:
        services.note_lookup(rehearsal=row, by=request.user)
    context = {"form": form, "asked": form.is_bound, "result": queries.result_of(row) if row else None}
    return render(request, "rehearsals/find.html", context)
