"""The secretary's queue, one appeal with the decision about taking it, and appeals that came by mail."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.models import Role
from oes.appeals import filing, filing_queries, filing_tables
from oes.appeals.filing_basis import Basis, bases_of, basis_of
from oes.appeals.filing_documents import appeal_document
from oes.appeals.filing_forms import DecisionForm, EnteredForm, files_of, sent
from oes.appeals.filing_lines import choices_of
from oes.appeals.filing_links import appeal_links
from oes.appeals.filing_office import decide
from oes.appeals.filing_views import METHODS, UNTAKEN, first_words
from oes.appeals.filing_words import LIMITS, refusal
from oes.appeals.models import Appeal
from oes.appeals.moving import AppealRefused
from oes.appeals.panel import opened_case
from oes.exams import queries as exams
from oes.exams.models import Student
from oes.exams.views.common import page_of
from oes.lib.canonical import digest

office = role_required(Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATION)
PAGE = 50


@office
@require_safe
def queue(request: Any) -> HttpResponse:
    view = request.GET.get("view", "new")
    view = view if view in filing_queries.VIEWS else "new"
    rows = filing_queries.queue(filing_queries.office_appeals(request.user, request.organisation), view)
    if file := exported(request, **filing_tables.appeals(rows)):
        return file
    context = {"page": page_of(request, rows, PAGE), "view": view, "now": timezone.now()}
    return render(request, "appeals/queue.html", context)


@office
@require_http_methods(METHODS)
def office_appeal(request: Any, appeal: uuid.UUID) -> HttpResponse:
    """One appeal as it was filed, and the decision whether it is taken."""
    row = _office_or_404(request, appeal)
    form = DecisionForm(sent(request)[0], appeal=row)
    if request.method == "POST" and form.is_valid():
        try:
            decide(appeal=row, by=request.user, **form.cleaned_data)
        except AppealRefused as error:
            form.add_error(None, refusal(error.code))
        else:
            messages.success(request, gettext("Decided. The student is told."))
            return redirect("appeals:office", row.uuid)
    context = {
        "appeal": row, "form": form, "links": appeal_links(request, row), "sha256": digest(appeal_document(row)),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "appeals/office.html", context, status=UNTAKEN if form.is_bound else 200)


def _office_or_404(request: Any, appeal: uuid.UUID) -> Appeal:
    """Return an appeal that the user may take in: those of other commissions, and with a conflict, do not exist."""
    rows = filing_queries.office_appeals(request.user, request.organisation)
    row = get_object_or_404(rows.prefetch_related("steps__by", "lines", "attachments"), uuid=appeal)
    if opened_case(user=request.user, appeal=row) is None:
        raise Http404
    return row


@office
@require_safe
def enter(request: Any) -> HttpResponse:
    """Whose mail came, and about which exam: a student by name, then one of the exams."""
    text, found, chosen = request.GET.get("q", ""), [], None
    if text.strip():
        found = list(exams.students(request.organisation, text=text)[: exams.FOUND])
    bases: list[Basis] = []
    if key := request.GET.get("student"):
        chosen = _student_or_404(request, key)
        there = [one for one in bases_of(chosen, timezone.now()) if one.until]
        bases = [one for one in there if filing_queries.may_enter(request.user, one)]
    context = {"text": text, "found": found, "chosen": chosen, "bases": bases}
    return render(request, "appeals/enter.html", context)


@office
@require_http_methods(METHODS)
def entered(request: Any, student: uuid.UUID, exam: uuid.UUID) -> HttpResponse:
    """The form of an appeal that came by mail, with its scan."""
    row, now = _student_or_404(request, student), timezone.now()
    basis = basis_of(row, exam, now)
    if not filing_queries.may_enter(request.user, basis):
        raise Http404
    choices = choices_of(basis, now, late=True)
    form = EnteredForm(*sent(request), choices=choices, initial=first_words(row))
    if request.method == "POST" and form.is_valid():
        try:
            made = _filed(form, basis, request.user)
        except AppealRefused as error:
            form.add_error(None, refusal("late_reason" if error.code == "late" else error.code))
        else:
            messages.success(request, gettext("The appeal is entered. Its number is %(n)d.") % {"n": made.number})
            return redirect("appeals:office", made.uuid)
    context = {"appellant": row, "basis": basis, "form": form, "limits": LIMITS}
    return render(request, "appeals/entered.html", context, status=UNTAKEN if form.is_bound else 200)


def _filed(form: EnteredForm, basis: Basis, by: Any) -> Appeal:
    data = form.cleaned_data
    files = files_of(data["scan"], is_scan=True) + files_of(data["files"])
    mail = filing.Entered(by, data["came_at"], data["late_reason"])
    return filing.file_appeal(
        uuid=data["uuid"], basis=basis, words=form.words(), lines=form.contested(), files=files, entered=mail
    )


def _student_or_404(request: Any, key: object) -> Student:
    rows = Student.objects.select_related("user", "study_group__faculty", "organisation")
    try:
        return get_object_or_404(rows, organisation=request.organisation, uuid=uuid.UUID(str(key)))
    except ValueError as error:
        raise Http404 from error
