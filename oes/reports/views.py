"""The photo report as page, PDF and e-mail (G16-G18)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.links import links_of
from oes.accounts.models import Role
from oes.attempts.models import Attempt
from oes.exams.services import current_policy
from oes.reports import certificate, pdf, queries, services
from oes.reports.forms import MailForm

staff_only = role_required(Role.ADMINISTRATION)
reviewers = role_required(Role.ADMINISTRATION, Role.REVIEWER)


@require_safe
@reviewers
def photo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = _attempt_or_404(request, uuid)
    return _page(request, attempt, _mail_form(request))


@require_safe
@reviewers
def photo_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = _attempt_or_404(request, uuid)
    report = _report(request, attempt)
    services.note_view(attempt=attempt, by=request.user, form="pdf")
    headers = {
        "Content-Disposition": f'attachment; filename="{pdf.file_name(report)}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf.photo_report_pdf(report, timezone.now()), "application/pdf", headers=headers)


@require_safe
@staff_only
def fault_certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The PDF that says what our server cost the student; unknown where it cost nothing."""
    attempt, now = _attempt_or_404(request, uuid), timezone.now()
    told = certificate.certificate_of(attempt=attempt, organisation=request.organisation, now=now)
    if told is None:
        raise Http404
    services.note_certificate(attempt=attempt, by=request.user)
    headers = {
        "Content-Disposition": f'attachment; filename="{certificate.file_name(attempt)}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(certificate.certificate_pdf(told, now), "application/pdf", headers=headers)


@require_POST
@staff_only
def photo_mail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, form = _attempt_or_404(request, uuid), _mail_form(request, request.POST)
    if not form.is_valid():
        return _page(request, attempt, form, status=422)
    report = _report(request, attempt)
    try:
        file = pdf.photo_report_pdf(report, timezone.now())
        services.mail_photo_report(report=report, pdf=file, by=request.user, **form.cleaned_data)
    except services.MailNotSent:
        form.add_error(None, _("The mail server did not take the message. Nothing was sent; try again later."))
        return _page(request, attempt, form, status=502)
    messages.success(request, _("The report was sent to %(to)s.") % {"to": form.cleaned_data["to"]})
    return redirect("reports:photo", uuid)


def _attempt_or_404(request: HttpRequest, uuid: UUID) -> Attempt:
    attempt = queries.started_attempt(uuid, request.organisation)
    if attempt is None:
        raise Http404
    return attempt


def _report(request: HttpRequest, attempt: Attempt) -> queries.PhotoReport:
    return queries.photo_report(attempt=attempt, organisation=request.organisation, now=timezone.now())


def _mail_form(request: HttpRequest, data: object = None) -> MailForm:
    """Return the form with today's domains, not the attempt's: one taken off the list stops at once."""
    return MailForm(data, domains=current_policy(request.organisation).value().report_domains)


def _page(request: HttpRequest, attempt: Attempt, form: MailForm, status: int = 200) -> HttpResponse:
    report = _report(request, attempt)
    if request.method != "POST":  # a form that was refused shows the page once more
        services.note_view(attempt=attempt, by=request.user, form="page")
    noted = services.view_noted(attempt=attempt, by=request.user)
    context = {"report": report, "counts": pdf.counts(report), "form": form, "attempt": attempt}
    context["may_mail"] = request.user.has_role(Role.ADMINISTRATION)
    context["links"] = links_of(request, noted=noted)
    return render(request, "reports/photo.html", context, status=status)
