"""What an attempt is allowed beyond the policy: given while it runs, or applied anew afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oes.attempts import breaks
from oes.attempts.services import AttemptRefused
from oes.review.forms import GrantForm
from oes.review.views import attempt_or_404, back_to, staff_only


@require_POST
@staff_only
def grants(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt, form = attempt_or_404(request, uuid), GrantForm(request.POST)
    if not form.is_valid():
        said = next(iter(form.errors.values()))
        messages.error(request, " ".join(str(one) for one in said))
        return back_to(request, attempt)
    try:
        breaks.grant(attempt=attempt, terms=form.terms(), by=request.user)
        messages.success(request, _("Given. The student's page shows it within seconds."))
    except AttemptRefused:
        messages.error(request, _("The attempt does not run: nothing was given."))
    return back_to(request, attempt)


@require_POST
@staff_only
def reapplied(request: HttpRequest, uuid: UUID) -> HttpResponse:
    attempt = attempt_or_404(request, uuid)
    try:
        breaks.reapply_accommodations(attempt=attempt, by=request.user)
        messages.success(request, _("The accommodations are applied. The percent is computed anew."))
    except AttemptRefused:
        messages.error(request, _("The attempt has not started: the accommodations are applied when it does."))
    return back_to(request, attempt)
