"""Faculties, their departments, and groups."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from oes.accounts.exports import exported
from oes.accounts.models import User
from oes.exams import exports, queries, services, subject_exports, subject_queries
from oes.exams.forms.roster import FacultyForm, GroupForm
from oes.exams.forms.subject import DepartmentForm
from oes.exams.models import Department, Faculty, StudyGroup
from oes.exams.subject_services import save_department
from oes.exams.views.common import office, saved

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@office
def faculties(request: Any) -> HttpResponse:
    rows = queries.faculties(request.organisation)
    if file := exported(request, **exports.faculties(rows)):
        return file
    return render(request, "exams/faculties.html", {"faculties": rows})


@require_http_methods(METHODS)
@office
def faculty_new(request: Any) -> HttpResponse:
    return _edit(request, FacultyForm, Faculty(), "exams:faculties")


@require_http_methods(METHODS)
@office
def faculty_edit(request: Any, faculty: UUID) -> HttpResponse:
    row = get_object_or_404(Faculty, organisation=request.organisation, uuid=faculty)
    return _edit(request, FacultyForm, row, "exams:faculties")


@require_safe
@office
def groups(request: Any) -> HttpResponse:
    rows = queries.groups(request.organisation)
    if file := exported(request, **exports.groups(rows)):
        return file
    return render(request, "exams/groups.html", {"groups": rows})


@require_http_methods(METHODS)
@office
def group_new(request: Any) -> HttpResponse:
    return _edit(request, GroupForm, StudyGroup(), "exams:groups")


@require_http_methods(METHODS)
@office
def group_edit(request: Any, group: UUID) -> HttpResponse:
    row = get_object_or_404(StudyGroup, organisation=request.organisation, uuid=group)
    return _edit(request, GroupForm, row, "exams:groups")


@require_safe
@office
def departments(request: Any) -> HttpResponse:
    rows = subject_queries.departments(request.organisation)
    if file := exported(request, **subject_exports.departments(rows)):
        return file
    return render(request, "exams/departments.html", {"departments": rows})


@require_http_methods(METHODS)
@office
def department_new(request: Any) -> HttpResponse:
    return _edit(request, DepartmentForm, Department(), "exams:departments")


@require_http_methods(METHODS)
@office
def department_edit(request: Any, department: UUID) -> HttpResponse:
    row = get_object_or_404(Department, organisation=request.organisation, uuid=department)
    return _edit(request, DepartmentForm, row, "exams:departments")


_KINDS = {FacultyForm: "faculty", GroupForm: "group", DepartmentForm: "department"}


def _edit(request: Any, make: Any, row: Faculty | StudyGroup | Department, back: str) -> HttpResponse:
    name = str(row)
    form = make(request.POST or None, organisation=request.organisation, instance=row)
    if request.method == "POST" and form.is_valid() and saved(form, lambda: _save(form.instance, request.user)):
        messages.success(request, gettext("“%(name)s” is saved.") % {"name": form.instance})
        return redirect(back)
    context = {"form": form, "name": name, "kind": _KINDS[make], "back": back}
    return render(request, "exams/named_form.html", context)


def _save(row: Faculty | StudyGroup | Department, by: User) -> None:
    if isinstance(row, Department):
        save_department(department=row, by=by)
    else:
        services.save_named(row=row, by=by)
