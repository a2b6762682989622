"""Who proctors and who observes an exam: on the exam's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oes.exams import duty_services as duties
from oes.exams.models import Exam, ExamDuty
from oes.exams.views.common import office


@require_POST
@office
def duty_give(request: Any, exam: UUID) -> HttpResponse:
    """Give somebody who holds the role a duty at this exam."""
    row = get_object_or_404(Exam.objects.real().select_related("organisation"), **_mine(request, exam))
    duty = request.POST.get("duty", "")
    people = duties.able(row.organisation, duty) if duty in ExamDuty.Duty else {}
    user = people.get(request.POST.get("login", ""))
    if user is None:
        messages.error(request, _("Choose somebody of the list."))
    elif duties.give_duties(duty=duty, people={row: [user]}, by=request.user):
        messages.success(request, _("%(name)s is told of it.") % {"name": user.shown_name})
    else:
        messages.info(request, _("%(name)s has this duty already.") % {"name": user.shown_name})
    return redirect("exams:exam", row.uuid)


@require_POST
@office
def duty_end(request: Any, exam: UUID, duty: UUID) -> HttpResponse:
    """Take a duty away; the same click again changes nothing."""
    row = get_object_or_404(Exam.objects.real(), **_mine(request, exam))
    mine = list(ExamDuty.objects.filter(exam=row, uuid=duty).select_related("exam__organisation", "user"))
    if mine and duties.end_duties(duties=mine, by=request.user):
        messages.success(request, _("%(name)s is off this exam.") % {"name": mine[0].user.shown_name})
    return redirect("exams:exam", row.uuid)


def _mine(request: Any, exam: UUID) -> dict[str, Any]:
    return {"organisation": request.organisation, "uuid": exam}
