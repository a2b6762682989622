"""Exam sessions: their days, platforms and contacts."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.exports import exported
from oes.domain.exam_periods import when
from oes.exams import period_queries, queries, subject_exports
from oes.exams.forms.period import NewPeriodForm, PeriodForm, platforms_form
from oes.exams.models import ExamPeriod
from oes.exams.period_services import save_period
from oes.exams.views.common import office, saved


@require_safe
@office
def periods(request: Any) -> HttpResponse:
    today = request.organisation.today()
    found = period_queries.periods(request.organisation)
    if file := exported(request, **subject_exports.periods(found)):
        return file
    rows = [(row, when(row.starts_on, row.ends_on, today)) for row in found]
    return render(request, "exams/periods.html", {"rows": rows})


@require_safe
@office
def period(request: Any, period: UUID) -> HttpResponse:
    row = get_object_or_404(period_queries.periods(request.organisation), uuid=period)
    context = {
        "period": row,
        "when": when(row.starts_on, row.ends_on, request.organisation.today()),
        "lines": period_queries.format_lines(row),
        "faculties": queries.faculties(request.organisation),
    }
    return render(request, "exams/period.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office
def period_new(request: Any) -> HttpResponse:
    row = ExamPeriod(organisation=request.organisation)
    form = NewPeriodForm(
        request.POST or None, organisation=request.organisation, instance=row, initial={"uuid": uuid4()}
    )
    return _edit(request, form, "")


@require_http_methods(["GET", "HEAD", "POST"])
@office
def period_edit(request: Any, period: UUID) -> HttpResponse:
    row = get_object_or_404(ExamPeriod, organisation=request.organisation, uuid=period)
    title = row.title
    return _edit(request, PeriodForm(request.POST or None, organisation=request.organisation, instance=row), title)


def _edit(request: Any, form: PeriodForm, title: str) -> HttpResponse:
    row, platforms = form.instance, platforms_form(request.POST or None, period=form.instance)
    if request.method == "POST" and form.is_valid() & platforms.is_valid():
        row.uuid = form.cleaned_data.get("uuid", row.uuid)
        keep = platforms.save(commit=False)

        if saved(form, lambda: save_period(period=row, keep=keep, drop=platforms.deleted_objects, by=request.user)):
            messages.success(request, gettext("“%(name)s” is saved.") % {"name": row.title})
            return redirect("exams:period", row.uuid)
    context = {"form": form, "platforms": platforms, "period": row, "title": title}
    return render(request, "exams/period_form.html", context)
