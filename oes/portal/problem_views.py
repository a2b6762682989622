"""Technical problems: the student's report and talk, the helpdesk's queue."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.models import Role
from oes.domain.problem_state import NEXT, ProblemState
from oes.exams.views.common import page_of, uuid_or_none
from oes.portal import help_tables
from oes.portal import problem_queries as queries
from oes.portal import problem_services as services
from oes.portal.accounts import lines_of
from oes.portal.models import Problem
from oes.portal.problem_forms import ProblemForm, WordsForm, kind_of
from oes.recorder.queries import student_of

students = role_required(Role.STUDENT)
helpdesk = role_required(Role.ADMINISTRATION, Role.HELPDESK)
METHODS = ["GET", "HEAD", "POST"]


@students
@require_http_methods(METHODS)
def problem_new(request: Any) -> HttpResponse:
    """The report. The recorder's links name the attempt and the sentence that was shown."""
    student, sentence = student_of(request.user), request.GET.get("sentence", "")[:40]
    first = {"uuid": uuid.uuid4(), "attempt": uuid_or_none(request.GET.get("attempt", "")), "sentence": sentence}
    first |= {"kind": kind_of(sentence), "exam": uuid_or_none(request.GET.get("exam", ""))}
    form = ProblemForm(request.POST or None, student=student, initial=first)
    if request.method == "POST" and form.is_valid():
        data = {"student": student, "user_agent": request.headers.get("User-Agent", ""), **form.cleaned_data}
        try:
            row = services.report_problem(**data)
        except services.ProblemRefused:
            form.add_error(None, gettext("Too many of your problems are open. Write into one of them."))
        else:
            messages.success(request, gettext("Technical help has been told. The answer comes here and by mail."))
            return redirect("portal:own_problem", row.uuid)
    shown = queries.sentence_words(form["sentence"].value() or "")
    context = {"student": student, "form": form, "sentence": shown, "framed": bool(form["attempt"].value())}
    return render(request, "portal/problem_new.html", context)


@students
@require_http_methods(METHODS)
def own_problem(request: Any, problem: uuid.UUID) -> HttpResponse:
    """The talk about one problem; the student may always write."""
    student = student_of(request.user)
    row = get_object_or_404(queries.own_problems(student), uuid=problem)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reply(problem=row, text=form.cleaned_data["text"])
        except services.ProblemRefused:
            form.add_error(None, gettext("You have written very often within an hour. Wait a little."))
        else:
            return redirect("portal:own_problem", row.uuid)
    context = {"student": student, "problem": row, "form": form, "sentence": queries.sentence_words(row.sentence)}
    return render(request, "portal/own_problem.html", context)


@helpdesk
@require_safe
def problems(request: Any) -> HttpResponse:
    view, now = request.GET.get("view", "open"), timezone.now()
    attempt = uuid_or_none(request.GET.get("attempt", ""))
    view = "all" if attempt else view if view in queries.VIEWS else "open"
    rows = queries.queue(request.organisation, view=view, by=request.user, attempt=attempt)
    if file := exported(request, **help_tables.problems(rows)):
        return file
    context = {"page": page_of(request, rows, 50), "view": view, "now": now, "attempt": attempt}
    return render(request, "portal/problems.html", {**context, "late": queries.late_count(request.organisation, now)})


@helpdesk
@require_safe
def problem(request: Any, problem: uuid.UUID) -> HttpResponse:
    return _page(request, _problem_or_404(request, problem), WordsForm())


@helpdesk
@require_POST
def problem_move(request: Any, problem: uuid.UUID) -> HttpResponse:
    """`act`: take, put_back; ask and answer come with a text."""
    row, act = _problem_or_404(request, problem), request.POST.get("act", "")
    form = WordsForm(request.POST)
    if act in ("ask", "answer") and not form.is_valid():
        return _page(request, row, form)
    try:
        if act in ("ask", "answer"):
            move = services.ask if act == "ask" else services.answer
            move(problem=row, text=form.cleaned_data["text"], by=request.user)
        elif act in ("take", "put_back"):
            (services.take if act == "take" else services.put_back)(problem=row, by=request.user)
    except services.ProblemRefused:
        form.add_error(None, gettext("Somebody was quicker: look at how it stands now. Nothing was sent."))
        return _page(request, _problem_or_404(request, problem), form)
    return redirect("portal:problem", row.uuid)


def _page(request: Any, row: Problem, form: WordsForm) -> HttpResponse:
    following = NEXT[ProblemState(row.state)]
    context = {
        "problem": row,
        "form": form,
        "now": timezone.now(),
        "sentence": queries.sentence_words(row.sentence),
        "account": lines_of(row.account),
        "can": {state.value for state in following},
    }
    return render(request, "portal/problem.html", context)


def _problem_or_404(request: Any, problem: uuid.UUID) -> Problem:
    return get_object_or_404(queries.problems(request.organisation), uuid=problem)
