"""The registrar's page of what follows from decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.exports import exported
from oes.appeals import deciding_tasks as tasks_
from oes.appeals.deciding_forms import TaskForm
from oes.appeals.deciding_words import refusal
from oes.appeals.line_words import line_caption
from oes.appeals.moving import AppealRefused
from oes.exams.views.common import office, page_of


@office
@require_safe
def tasks(request: Any) -> HttpResponse:
    view, now = request.GET.get("view", "open"), timezone.now()
    view = view if view in tasks_.VIEWS else "open"
    rows = tasks_.tasks_of(request.organisation, view=view)
    if file := exported(request, **tasks_.table(rows)):
        return file
    late = tasks_.late_count(request.organisation, now)
    context = {"page": page_of(request, rows, 50), "view": view, "now": now, "late": late}
    return render(request, "appeals/tasks.html", context)


@office
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: Any, task: UUID) -> HttpResponse:
    """One task, with the decision that it follows from; `POST`: it is done."""
    row = get_object_or_404(tasks_.tasks_of(request.organisation), uuid=task)
    form = TaskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            tasks_.do_task(task=row, by=request.user, **form.cleaned_data)
        except AppealRefused as error:
            form.add_error(None, refusal(error.code))
        else:
            messages.success(request, gettext("Done. The student is told."))
            return redirect("appeals:tasks")
    context = {"task": row, "form": form, "now": timezone.now(), "title": line_caption(row.decision.line)}
    context["mark"] = tasks_.mark_of(row)
    return render(request, "appeals/task.html", context)
