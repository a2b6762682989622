"""Pages that prepare the marking: rules and criteria, markers, giving the works out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from oes.accounts.access import role_required
from oes.accounts.models import User
from oes.written.marking import access, distribution, queries, setup, taking_back
from oes.written.marking.forms import PlanForm, ReturnForm, criteria_set
from oes.written.marking.models import Marking, whole
from oes.written.models import WrittenExam

preparers = role_required(*access.MARKERS)
office = role_required(*access.OFFICE)
_WHY = {
    "stands": gettext_lazy("Works were given out by these rules and criteria: they stand."),
    "released": gettext_lazy("The marks are released: nothing changes any more."),
    "waiting": gettext_lazy("Not taken off: nobody else may mark the works that wait. Choose another marker first."),
    "criteria": gettext_lazy("Not given out: write the criteria first."),
    "markers": gettext_lazy("Not given out: with a second marker it takes two markers whose departments are known and differ; without one, one marker."),  # noqa: E501
    "marker": gettext_lazy("Not moved: the work is marked, or the person does not mark this exam."),
    "open": gettext_lazy("This marking is open already."),
    "department": gettext_lazy("Not moved: the second marker has to be somebody else, of another department."),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@preparers
def criteria(request: Any, exam: UUID) -> HttpResponse:
    """Rules, criteria and markers of an exam."""
    written = access.prepared_exam(request, exam)
    plan, known, data = setup.plan_of(written), setup.current(written), request.POST or None
    form = PlanForm(data, instance=plan)
    lines = None if plan.distributed_at else criteria_set(data, known)
    if request.method == "POST" and form.is_valid() and (lines is None or lines.is_valid()):
        try:
            wanted = lines.wanted() if lines else None
            setup.save_plan(written=written, changes=form.cleaned_data, criteria=wanted, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("written:criteria", exam)
        except setup.SetupRefused as refused:
            form.add_error(None, _WHY[refused.code])
    return render(request, "written/marking/criteria.html", {**_context(request, written), "form": form, "set": lines})


def _context(request: Any, written: WrittenExam) -> dict[str, Any]:
    rows = list(written.criteria.all())
    return {
        "written": written,
        "exam": written.exam,
        "criteria": rows,
        "maximum": whole(rows),
        "markers": written.markers.filter(removed_at=None).select_related("user__teacher__department"),
        "possible": queries.possible_markers(written),
        "waiting": distribution.waiting_works(written).count(),
        "plan": setup.plan_of(WrittenExam.objects.select_related("plan").get(pk=written.pk)),
        "is_office": access.is_office(request.user),
    }


@require_POST
@preparers
def marker_add(request: Any, exam: UUID) -> HttpResponse:
    written = access.prepared_exam(request, exam)
    chosen = list(queries.possible_markers(written).filter(uuid__in=_uuids(request.POST.getlist("user"))))
    for user in chosen:
        setup.add_marker(written=written, user=user, by=request.user)
    if chosen:
        text = ngettext("%(count)s marker was added.", "%(count)s markers were added.", len(chosen))
        messages.success(request, text % {"count": len(chosen)})
    else:
        messages.info(request, _("Choose a teacher who does not mark this exam yet."))
    return redirect("written:criteria", exam)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:200]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@require_POST
@preparers
def marker_remove(request: Any, exam: UUID, marker: UUID) -> HttpResponse:
    written = access.prepared_exam(request, exam)
    row = get_object_or_404(written.markers, uuid=marker)
    try:
        setup.remove_marker(marker=row, by=request.user)
        messages.success(request, _("%(name)s marks this exam no more.") % {"name": row.user.shown_name})
    except setup.SetupRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:criteria", exam)


@require_POST
@preparers
def give_out(request: Any, exam: UUID) -> HttpResponse:
    written = access.prepared_exam(request, exam)
    try:
        count = distribution.give_out(written=written, by=request.user)
        text = ngettext("%(count)s work was given out.", "%(count)s works were given out.", count)
        messages.success(request, text % {"count": count})
    except distribution.DistributionRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:board" if access.is_office(request.user) else "written:criteria", exam)


@require_POST
@office
def move(request: Any, exam: UUID, marking: UUID) -> HttpResponse:
    """Give a work that waits to another marker."""
    written = access.kept_exam(request, exam)
    row = get_object_or_404(Marking.objects.select_related("work"), uuid=marking, work__written=written)
    to = User.objects.filter(uuid__in=_uuids([request.POST.get("to", "")]), organisation=request.organisation).first()
    try:
        if to is None:
            raise distribution.DistributionRefused("marker")
        distribution.move(marking=row, to=to, by=request.user)
        messages.success(request, _("Work %(number)s is given to %(name)s.") % {
            "number": row.work.number, "name": to.shown_name,
        })  # fmt: skip
    except distribution.DistributionRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:board", exam)


@require_POST
@office
def open_again(request: Any, exam: UUID, marking: UUID) -> HttpResponse:
    """Open a finished marking again, with a reason."""
    written, form = access.kept_exam(request, exam), ReturnForm(request.POST)
    row = get_object_or_404(Marking.objects.select_related("work"), uuid=marking, work__written=written)
    if not form.is_valid():
        messages.error(request, _("Not opened: write why, in at most 500 letters."))
        return redirect("written:board", exam)
    try:
        taking_back.take_back(marking=row, by=request.user, reason=form.cleaned_data["reason"])
        told = {"number": row.work.number, "name": row.marker.shown_name}
        messages.success(request, _("Work %(number)s is open again for %(name)s.") % told)
    except taking_back.TakingBackRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:board", exam)
