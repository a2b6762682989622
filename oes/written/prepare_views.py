"""Preparing a written exam: what may be handed in and when, tasks in variants, their files."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from oes.accounts.access import is_office
from oes.accounts.links import links_of
from oes.exams.models import Exam
from oes.written import preparing
from oes.written.forms import TaskFileForm, TaskForm, WrittenForm
from oes.written.models import Piece, Task, WrittenExam
from oes.written.prepare_access import prepared_exam
from oes.written.queries import standing_of, variants_of

REFUSED: dict[str, str | Promise] = {
    "handed_out": _("Students have this task already: change its text instead."),
    "many": _("There are too many tasks or files already."),
    "large": _("The file is too large: at most 20 MB."),
    "format": _("This kind of file is not taken."),
    "sat": _("Students have sat this exam as a test: it stays one."),
    "office": _("This exam is a test. Ask the registrar to make it a written one."),
    "other": _("This page was out of date. Try again."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: Any, exam: UUID) -> HttpResponse:
    """The page of the exam: settings, tasks, how many students are where."""
    row = prepared_exam(request, exam)
    written = WrittenExam.objects.filter(exam=row).first()
    form = _form(request, row, written, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            preparing.save_written(exam=row, values=form.values(), times=form.times(), by=request.user)
        except preparing.PrepareRefused as refused:
            form.add_error(None, str(REFUSED[refused.code]))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("written:prepare", exam)
    return _page(request, row, written, form)


def _form(request: Any, exam: Exam, written: WrittenExam | None, data: Any) -> WrittenForm:
    instance = written or WrittenExam(exam=exam)
    return WrittenForm(data, instance=instance, exam=exam, may_move=is_office(request.user))


def _page(
    request: Any, exam: Exam, written: WrittenExam | None, form: WrittenForm, task_form: TaskForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"exam": exam, "written": written, "form": form, "now": timezone.now()}
    if written is not None and written.pk:
        variants = variants_of(written)
        noted = preparing.note_prepared(written=written, by=request.user) if any(variants.values()) else ""
        context |= {
            "standing": standing_of(written),
            "variants": variants,
            "links": links_of(request, noted=noted),
            "task_form": task_form or TaskForm(initial={"uuid": uuid4(), "variant": 1}),
        }
    return render(request, "written/prepare.html", context)


@require_POST
def task_save(request: Any, exam: UUID) -> HttpResponse:
    """Add a task, or change the text of one; a form that was not taken comes back with what was typed."""
    written = _written(request, exam)
    form = TaskForm(request.POST)
    if not form.is_valid():
        settings = _form(request, written.exam, written, None)
        return _page(request, written.exam, written, settings, form)
    try:
        preparing.save_task(written=written, by=request.user, **form.cleaned_data)
    except preparing.PrepareRefused as refused:
        messages.error(request, REFUSED[refused.code])
    return _back(exam)


@require_POST
def task_remove(request: Any, exam: UUID, task: UUID) -> HttpResponse:
    row = get_object_or_404(Task.objects.select_related("written__exam__organisation"), **_of(request, exam, task))
    try:
        preparing.remove_task(task=row, by=request.user)
    except preparing.PrepareRefused as refused:
        messages.error(request, REFUSED[refused.code])
    return _back(exam)


@require_POST
def file_add(request: Any, exam: UUID, task: UUID) -> HttpResponse:
    row = get_object_or_404(Task.objects.select_related("written__exam__organisation"), **_of(request, exam, task))
    form = TaskFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Choose a file first."))
        return _back(exam)
    file = form.cleaned_data["file"]
    try:
        if file.size > preparing.MOST_FILE_BYTES:
            raise preparing.PrepareRefused("large")
        preparing.add_task_file(
            task=row, uuid=form.cleaned_data["uuid"], name=file.name, body=file.read(), by=request.user
        )
    except preparing.PrepareRefused as refused:
        messages.error(request, REFUSED[refused.code])
    return _back(exam)


@require_POST
def file_remove(request: Any, exam: UUID, piece: UUID) -> HttpResponse:
    written = _written(request, exam)
    rows = Piece.objects.select_related("task__written__exam__organisation")
    preparing.remove_task_file(piece=get_object_or_404(rows, task__written=written, uuid=piece), by=request.user)
    return _back(exam)


def _written(request: Any, exam: UUID) -> WrittenExam:
    return get_object_or_404(
        WrittenExam.objects.select_related("exam__organisation"), exam=prepared_exam(request, exam)
    )


def _of(request: Any, exam: UUID, task: UUID) -> dict[str, Any]:
    return {"written": _written(request, exam), "uuid": task}


def _back(exam: UUID) -> HttpResponse:
    response = redirect("written:prepare", exam)
    response["Location"] += "#tasks"
    return response
