"""The case file for the appellant: the same evidence as the panel has, by the own links."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.links import links_of
from oes.accounts.models import Role
from oes.appeals import case_services as services
from oes.appeals.case_page import case_page, own_appeal
from oes.appeals.case_shown import Looker
from oes.appeals.case_views import sent_pack
from oes.evidence.packing import NotPacked
from oes.lib.keys import NoKey
from oes.owndata.findings import hidden_of
from oes.recorder.queries import student_of

student_only = role_required(Role.STUDENT)


@require_safe
@student_only
@never_cache
def my_case(request: Any, appeal: UUID) -> HttpResponse:
    student = student_of(request.user)
    row = own_appeal(student, appeal)
    links = links_of(request, noted=services.note_own_case(appeal=row, by=request.user))
    page = case_page(row, Looker(row, links), timezone.now())
    context = {"page": page, "appeal": row, "looker": page.looker, "evidence": page.evidence, "student": student}
    context["untold"] = row.attempt is not None and services.has_untold_verdict(row.attempt)
    return render(request, "appeals/my_case.html", context)


@require_POST
@student_only
def my_case_pack(request: Any, appeal: UUID) -> HttpResponseBase:
    """Send the same evidence pack that the panel may take; not before the findings may be seen."""
    row = own_appeal(student_of(request.user), appeal)
    if row.attempt is None or hidden_of(row.attempt, timezone.now()):
        raise Http404
    try:
        return sent_pack(services.own_pack(attempt=row.attempt, by=request.user))
    except services.TooOften:
        messages.error(request, _("You took this file a moment ago, or often enough today. Try again later."))
    except services.NotReleased:
        messages.error(request, _("A verdict has not been told to you yet. The file is there as soon as it is."))
    except NotPacked:
        messages.error(request, _("There is no evidence pack yet: the session runs, or is still being analysed."))
    except NoKey:
        messages.error(request, _("The institution's signing key cannot be read. Nothing was packed."))
    return redirect("appeals:my_case", appeal)
