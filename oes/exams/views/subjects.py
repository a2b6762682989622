"""Subjects: what is taught in a session, by whom, and how it is examined."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.exports import exported
from oes.accounts.models import User
from oes.exams import period_queries, queries, subject_exports, subject_queries, subject_services
from oes.exams.forms.subject import NewSubjectForm, SubjectForm, TeachingForm
from oes.exams.models import ExamPeriod, Format, StudyGroup, Subject
from oes.exams.views.common import office, page_of, saved, uuid_or_none

METHODS = ["GET", "HEAD", "POST"]


def asked_period(request: Any) -> ExamPeriod | None:
    """Return the session that the page is asked for; without a word of it the current one; None means all."""
    if request.GET.get("period") == "all":
        return None
    asked = uuid_or_none(request.GET.get("period", ""))
    named = ExamPeriod.objects.filter(organisation=request.organisation, uuid=asked).first() if asked else None
    return named or period_queries.current_period(request.organisation, request.organisation.today())


@require_safe
@office
def subjects(request: Any) -> HttpResponse:
    period, departments = asked_period(request), subject_queries.departments(request.organisation)
    text, format = request.GET.get("q", ""), request.GET.get("format", "")
    department = uuid_or_none(request.GET.get("department", ""))
    rows = subject_queries.subjects(
        request.organisation,
        text=text,
        period=period,
        department=str(department or ""),
        format=format if format in Format else "",
    )
    if file := exported(request, **subject_exports.subjects(rows)):
        return file
    context = {
        "page": page_of(request, rows, 50),
        "q": text,
        "period": period,
        "periods": ExamPeriod.objects.filter(organisation=request.organisation),
        "department": department,
        "departments": departments,
        "format": format,
        "formats": Format.choices,
        "narrowed": bool(text or department or format),
    }
    return render(request, "exams/subjects.html", context)


@require_safe
@office
def subject_options(request: Any) -> HttpResponse:
    """The subjects that the form of an exam offers for what was typed."""
    found = subject_queries.offered(
        request.organisation, text=request.GET.get("subject_code", ""), period=request.GET.get("period", "")
    )
    return render(request, "exams/subject_options.html", {"found": found})


@require_safe
@office
def subject(request: Any, subject: UUID) -> HttpResponse:
    row = get_object_or_404(_mine(request).select_related("period", "department__faculty"), uuid=subject)
    if file := exported(request, **subject_exports.teachings(subject_queries.teachings(row))):
        return file
    return _page(request, row, TeachingForm(organisation=request.organisation))


def _page(request: Any, row: Subject, form: TeachingForm) -> HttpResponse:
    context = {
        "subject": row,
        "form": form,
        "teachings": subject_queries.teachings(row),
        "exams": row.exams.real().order_by("opens_at", "pk"),
        "groups": queries.groups(request.organisation),
        "chosen": set(form.data.getlist("groups")) if form.is_bound else set(),
        "now": timezone.now(),
    }
    return render(request, "exams/subject.html", context)


@require_http_methods(METHODS)
@office
def subject_new(request: Any) -> HttpResponse:
    asked = uuid_or_none(request.POST.get("uuid", ""))
    if asked and _mine(request).filter(uuid=asked).exists():
        return redirect("exams:subject", asked)  # the form was sent twice
    row = Subject(organisation=request.organisation)
    initial = {
        "uuid": uuid4(),
        "period": period_queries.current_period(request.organisation, request.organisation.today()),
    }
    form = NewSubjectForm(request.POST or None, organisation=request.organisation, instance=row, initial=initial)
    return _edit(request, form, "")


@require_http_methods(METHODS)
@office
def subject_edit(request: Any, subject: UUID) -> HttpResponse:
    row = get_object_or_404(_mine(request), uuid=subject)
    title = row.title
    return _edit(request, SubjectForm(request.POST or None, organisation=request.organisation, instance=row), title)


def _edit(request: Any, form: SubjectForm, title: str) -> HttpResponse:
    row = form.instance
    if request.method == "POST" and form.is_valid():
        row.uuid = form.cleaned_data.get("uuid", row.uuid)
        if saved(form, lambda: subject_services.save_subject(subject=row, by=request.user)):
            messages.success(request, gettext("“%(name)s” is saved.") % {"name": row.title})
            return redirect("exams:subject", row.uuid)
    return render(request, "exams/subject_form.html", {"form": form, "subject": row, "title": title})


@require_POST
@office
def teaching_add(request: Any, subject: UUID) -> HttpResponse:
    row = get_object_or_404(_mine(request).select_related("period", "department__faculty"), uuid=subject)
    form = TeachingForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        return _page(request, row, form)
    data = form.cleaned_data
    new = subject_services.add_teaching(subject=row, teacher=data["teacher"], groups=data["groups"], by=request.user)
    text = ngettext("%(count)s group was added.", "%(count)s groups were added.", new) % {"count": new}
    messages.success(request, text if new else gettext("The teacher has these groups already."))
    return redirect("exams:subject", row.uuid)


@require_POST
@office
def teaching_remove(request: Any, subject: UUID, user: UUID, group: UUID) -> HttpResponse:
    row = get_object_or_404(_mine(request), uuid=subject)
    teacher = get_object_or_404(User, organisation=request.organisation, uuid=user)
    of_group = get_object_or_404(StudyGroup, organisation=request.organisation, uuid=group)
    names = {"name": teacher.shown_name, "group": of_group.code}
    if subject_services.remove_teaching(subject=row, teacher=teacher, group=of_group, by=request.user):
        messages.success(request, gettext("%(name)s does not teach %(group)s any more.") % names)
    else:
        messages.info(request, gettext("%(name)s was not on the list any more.") % names)
    return redirect("exams:subject", row.uuid)


def _mine(request: Any) -> QuerySet[Subject]:
    return Subject.objects.filter(organisation=request.organisation)
