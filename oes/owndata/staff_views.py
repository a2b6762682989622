"""The requests to erase, for the people who decide about them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.models import Role
from oes.domain.erasure import ErasureState
from oes.owndata import erasure
from oes.owndata.forms import DecisionForm
from oes.owndata.models import ErasureRequest
from oes.owndata.queries import request_lines

staff_only = role_required(Role.ADMINISTRATION)
PAGE_SIZE = 25


@require_safe
@staff_only
def requests(request: HttpRequest) -> HttpResponse:
    page = Paginator(_of(request), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = request_lines(page.object_list, timezone.now())
    return render(request, "owndata/requests.html", {"lines": lines, "page": page})


@require_POST
@staff_only
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    row, form = get_object_or_404(_of(request), uuid=uuid), DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was decided: a refusal needs a reason of at most 500 letters."))
        return redirect("owndata:requests")
    granted = form.cleaned_data["decision"] == "grant"
    try:
        erasure.decide_erasure(request=row, granted=granted, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The request is granted.") if granted else _("The request is refused."))
    except erasure.ErasureRefused:
        messages.error(request, _("Somebody has decided about this request already."))
    return redirect("owndata:requests")


def _of(request: HttpRequest) -> QuerySet[ErasureRequest]:
    organisation = request.organisation  # type: ignore[attr-defined]
    rows = ErasureRequest.objects.filter(attempt__enrolment__student__organisation=organisation)
    waits = Case(When(state=ErasureState.REQUESTED, then=0), When(state=ErasureState.GRANTED, then=1), default=2)
    return rows.order_by(waits, "-asked_at").select_related(
        "attempt__enrolment__student__study_group", "attempt__enrolment__exam", "decided_by"
    )
