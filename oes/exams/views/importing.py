"""Imports: upload a file, follow the worker, read what would happen, confirm, read what happened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.exports import exported
from oes.exams import import_queries
from oes.exams.forms.imports import ImportForm
from oes.exams.importing import services as imports
from oes.exams.importing.sources import LAYOUTS
from oes.exams.models import ImportJob
from oes.exams.views.common import office, page_of

LINES = 100


@require_http_methods(["GET", "HEAD", "POST"])
@office
def import_students(request: Any) -> HttpResponse:
    """The imports of the last weeks, and the form for a new one."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, organisation=request.organisation, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("kind", "period", "file")}
        key = form.cleaned_data["uuid"]
        job = imports.add_job(organisation=request.organisation, key=key, by=request.user, **told)
        return redirect("exams:import_job", job.uuid)
    jobs = import_queries.jobs(request.organisation)
    if request.method != "POST" and (file := exported(request, **import_queries.jobs_table(jobs))):
        return file
    layouts = [(ImportJob.Kind(kind), layout) for kind, layout in LAYOUTS.items()]
    context = {"form": form, "page": page_of(request, jobs, 20)}
    return render(request, "exams/import.html", context | {"layouts": layouts})


@require_safe
@office
def import_job(request: Any, job: UUID) -> HttpResponse:
    """What an import would do or did. While the worker is at it the page asks again every second."""
    row = _job(request, job)
    shown = import_queries.shown_action(row, request.GET.get("show", ""))
    lines = import_queries.lines(row, shown)
    if file := exported(request, **import_queries.lines_table(row, shown)):
        return file
    context = {"job": row, "shown": shown, "page": page_of(request, lines, LINES)}
    context["tabs"] = import_queries.tabs(row, shown)
    if row.kind == ImportJob.Kind.PHOTOS:
        context["looked"] = import_queries.looked_at(row)
        context["poor"] = import_queries.poor_photos(row)[:LINES]
    return render(request, "exams/import_job.html", context)


@require_POST
@office
def import_confirm(request: Any, job: UUID) -> HttpResponse:
    row = _job(request, job)
    if not imports.confirm(job=row, by=request.user):
        messages.info(request, gettext("Somebody else decided about this import already."))
    return redirect("exams:import_job", row.uuid)


@require_POST
@office
def import_cancel(request: Any, job: UUID) -> HttpResponse:
    row = _job(request, job)
    if imports.cancel(job=row, by=request.user):
        messages.success(request, gettext("The import is cancelled; nothing was changed."))
    else:
        messages.error(request, gettext("It is too late to cancel this import."))
    return redirect("exams:import_job", row.uuid)


def _job(request: Any, job: UUID) -> ImportJob:
    rows = ImportJob.objects.select_related("organisation", "period", "added_by", "confirmed_by")
    return get_object_or_404(rows, organisation=request.organisation, uuid=job)
