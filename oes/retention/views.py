"""What of an attempt is kept until when, and who holds it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.retention.forms import HoldForm
from oes.retention.models import Hold
from oes.retention.queries import kept_page, today_of
from oes.retention.services import lift_hold, put_hold
from oes.review.views import attempt_or_404

staff_only = role_required(Role.ADMINISTRATION)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def holds(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, now = attempt_or_404(request, uuid), timezone.now()
    form = HoldForm(request.POST if request.method == "POST" else None, today=today_of(request.organisation, now))
    if request.method == "POST" and form.is_valid():
        put_hold(attempt=attempt, by=request.user, **form.cleaned_data)
        messages.success(request, _("Nothing of this attempt is deleted while the hold stands."))
        return redirect("retention:holds", attempt.uuid)
    status = 400 if form.errors else 200
    context = {"attempt": attempt, "form": form, "kept": kept_page(attempt, now)}
    return render(request, "retention/holds.html", context, status=status)


@require_POST
@staff_only
def lift(request: HttpRequest, hold: UUID) -> HttpResponse:
    known = Hold.objects.filter(attempt__enrolment__student__organisation=request.organisation)
    row = get_object_or_404(known.select_related("attempt"), uuid=hold)
    if lift_hold(hold=row, by=request.user):
        messages.success(request, _("The hold is lifted. What is due is deleted within an hour."))
    else:
        messages.info(request, _("The hold was lifted before."))
    return redirect("retention:holds", row.attempt.uuid)
