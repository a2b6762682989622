"""The student's consent: the text as it was accepted, withdrawing it, and asking for erasure."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.attempts.consents import WithdrawalRefused
from oes.attempts.models import Attempt, Consent
from oes.owndata import erasure
from oes.owndata.forms import ErasureForm
from oes.owndata.views import own_attempt, render_page, student_only
from oes.recorder.queries import own_sitting, student_of


@student_only
@never_cache
@require_safe
def consent(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    attempt = _own(request, attempt_uuid)
    return render(request, "owndata/consent.html", _told(attempt))


@student_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    attempt = _own(request, attempt_uuid)
    if request.method != "POST":
        return render(request, "owndata/withdraw.html", _told(attempt))
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Nothing was changed: tick that you have read what follows."))
        return render(request, "owndata/withdraw.html", _told(attempt), status=422)
    try:
        erasure.withdraw(attempt=attempt)
        messages.success(request, _("Your consent is withdrawn."))
    except WithdrawalRefused:
        messages.info(request, _("Your consent was withdrawn before."))
    return redirect("owndata:consent", attempt.uuid)


@student_only
@require_POST
def ask(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    attempt, form = own_attempt(request, attempt_uuid), ErasureForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The request was not kept: add at most 500 letters."))
        return render_page(request, attempt, erasure_form=form, status=422)
    try:
        erasure.ask_for_erasure(attempt=attempt, words=form.cleaned_data["words"])
        messages.success(request, _("Your request is kept. The university decides about it; its answer stands here."))
    except erasure.ErasureRefused:
        messages.info(request, _("There is a request for this exam already."))
    return redirect("owndata:page", attempt.uuid)


def _own(request: HttpRequest, attempt_uuid: UUID) -> Attempt:
    return own_sitting(student_of(request.user), attempt_uuid)  # type: ignore[arg-type]


def _told(attempt: Attempt) -> dict[str, object]:
    row = Consent.objects.filter(attempt=attempt).select_related("text").first()
    student = attempt.enrolment.student
    told = {"student": student, "attempt": attempt, "exam": attempt.enrolment.exam, "consent": row}
    return {**told, "now": timezone.now()}
