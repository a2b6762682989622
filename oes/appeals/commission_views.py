"""The registrar's pages of commissions."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.exports import exported
from oes.accounts.models import User
from oes.appeals import commission_queries as queries
from oes.appeals import commission_services as services
from oes.appeals.commission_exports import commission_table
from oes.appeals.commission_forms import CommissionForm, NewCommissionForm
from oes.appeals.commission_words import refusal_words
from oes.appeals.models import Commission, CommissionMember, MemberRole
from oes.exams.models import ExamPeriod
from oes.exams.views.common import office, page_of, saved, uuid_or_none
from oes.lib import blobs
from oes.lib.middleware import as_evidence

METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 50


@require_safe
@office
def commissions(request: Any) -> HttpResponse:
    periods = ExamPeriod.objects.filter(organisation=request.organisation)
    chosen = periods.filter(uuid=uuid_or_none(request.GET.get("period", ""))).first()
    rows = queries.commissions(request.organisation, chosen)
    if file := exported(request, **commission_table(rows)):
        return file
    page = page_of(request, rows, PER_PAGE)
    page.object_list = [(row, queries.lacks_of(row)) for row in page.object_list]
    return render(request, "appeals/commissions.html", {"page": page, "periods": periods, "chosen": chosen})


@require_http_methods(METHODS)
@office
def commission_new(request: Any) -> HttpResponse:
    row = Commission(organisation=request.organisation)
    first = {"uuid": uuid4(), "period": request.GET.get("period", "")}
    form = NewCommissionForm(request.POST or None, request.FILES or None, instance=row, initial=first)
    return _edit(request, form, is_new=True)


@require_http_methods(METHODS)
@office
def commission_edit(request: Any, commission: UUID) -> HttpResponse:
    row = _commission_or_404(request, commission)
    form = CommissionForm(request.POST or None, request.FILES or None, instance=row)
    return _edit(request, form, is_new=False)


def _edit(request: Any, form: CommissionForm, *, is_new: bool) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, gettext("The commission is saved."))
        return redirect("appeals:commission", form.cleaned_data.get("uuid", form.instance.uuid))
    context = {"form": form, "is_new": is_new, "commission": form.instance}
    return render(request, "appeals/commission_form.html", context)


def _save(request: Any, form: CommissionForm) -> bool:
    row = form.instance
    row.uuid = form.cleaned_data.get("uuid", row.uuid)
    told = {"rooms": form.rooms(), "order": form.order_file(), "by": request.user}
    try:
        return saved(form, lambda: services.save_commission(commission=row, **told))
    except services.CommissionRefused as error:
        form.add_error(None, refusal_words(error.code))
        return False


@require_safe
@office
def commission(request: Any, commission: UUID) -> HttpResponse:
    """One commission: its order, quotas and members, and whom to add."""
    row = _commission_or_404(request, commission)
    role, text = request.GET.get("role", ""), request.GET.get("q", "")
    role = role if role in MemberRole else ""
    members, counts = queries.members_of(row), queries.counts_of(row)
    context = {
        "commission": row,
        "members": [(one, queries.name_of(one.user), queries.about_of(one.user)) for one in members],
        "quotas": [(MemberRole(room.role).label, room, counts[room.role]) for room in queries.rooms_of(row)],
        "lacks": queries.lacks_of(row),
        "roles": MemberRole,
        "role": role,
        "q": text,
        "found": queries.people_found(row, role=role, text=text) if role else [],
    }
    return render(request, "appeals/commission.html", context)


@require_safe
@office
def commission_order(request: Any, commission: UUID) -> HttpResponse:
    """The scanned order, to be kept; a browser does not open it as a page."""
    row = _commission_or_404(request, commission)
    try:
        body = blobs.read(row.order_blob)
    except OSError as gone:
        raise Http404 from gone
    response = as_evidence(HttpResponse(body, content_type="application/pdf"))
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = 'attachment; filename="order.pdf"'
    return response


@require_POST
@office
def commission_appoint(request: Any, commission: UUID) -> HttpResponse:
    row = _commission_or_404(request, commission)
    try:
        services.appoint(commission=row, by=request.user)
    except services.CommissionRefused:
        messages.error(request, gettext("Not appointed: %(why)s") % {"why": " ".join(queries.lacks_of(row))})
    else:
        messages.success(request, gettext("The commission is appointed. Appeals go to it from now on."))
    return redirect("appeals:commission", commission)


@require_POST
@office
def commission_member_add(request: Any, commission: UUID) -> HttpResponse:
    row = _commission_or_404(request, commission)
    role = request.POST.get("role", "")
    people = User.objects.filter(organisation=request.organisation).select_related("student")
    user = people.filter(uuid=uuid_or_none(request.POST.get("user", ""))).first()
    if user is None or role not in MemberRole:
        messages.error(request, refusal_words("person"))
        return redirect("appeals:commission", commission)
    told = {"role": role, "is_substitute": request.POST.get("substitute") == "yes"}
    try:
        services.add_member(commission=row, user=user, by=request.user, **told)
    except services.CommissionRefused as error:
        messages.error(request, refusal_words(error.code))
    else:
        messages.success(request, gettext("%(name)s is in the commission.") % {"name": queries.name_of(user)})
    return redirect("appeals:commission", commission)


@require_POST
@office
def commission_member_remove(request: Any, commission: UUID, member: UUID) -> HttpResponse:
    row = _commission_or_404(request, commission)
    rows = CommissionMember.objects.select_related("user__student", "commission__organisation")
    one = get_object_or_404(rows, commission=row, uuid=member)
    services.remove_member(member=one, by=request.user)
    messages.success(request, gettext("%(name)s is no longer in the commission.") % {"name": queries.name_of(one.user)})
    return redirect("appeals:commission", commission)


def _commission_or_404(request: Any, uuid: UUID) -> Commission:
    return get_object_or_404(queries.commissions(request.organisation), uuid=uuid)
