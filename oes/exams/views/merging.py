"""Merging two accounts of one person: find the other one, see both side by side, merge."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from oes.exams import merge_queries
from oes.exams.merging import MergeRefused, check, merge_students
from oes.exams.models import Student
from oes.exams.views.common import office, uuid_or_none


@require_http_methods(["GET", "HEAD", "POST"])
@office
def student_merge(request: Any, student: UUID) -> HttpResponse:
    """Without `other`, look for it; with it, show both and what stands against it. A POST with `other` merges."""
    kept = _student(request, student)
    code = request.POST.get("other", "") or request.GET.get("other", "")
    if request.method == "POST" and kept.merged.filter(uuid=uuid_or_none(code)).exists():
        return redirect("exams:student_edit", kept.uuid)  # the second of two clicks
    other = _student(request, code) if code else None
    if request.method == "POST" and other:
        return _merged(request, kept, other)
    text = request.GET.get("q", "")
    context: dict[str, Any] = {"student": kept, "other": other, "q": text}
    if other:
        context |= {"refusal": _refusal(kept, other), "sides": [merge_queries.side(kept), merge_queries.side(other)]}
    else:
        context["found"] = merge_queries.same_person(kept, text)
    return render(request, "exams/student_merge.html", context)


def _merged(request: Any, kept: Student, other: Student) -> HttpResponse:
    try:
        moved = merge_students(kept=kept, gone=other, by=request.user)
    except MergeRefused as refused:
        messages.error(request, _words(refused))
        return redirect("exams:student_merge", kept.uuid)
    count = moved.counts["enrolments"]
    text = ngettext(
        "The accounts are one now; %(count)s exam came along.",
        "The accounts are one now; %(count)s exams came along.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("exams:student_edit", kept.uuid)


def _refusal(kept: Student, other: Student) -> str:
    try:
        check(kept=kept, gone=other)
    except MergeRefused as refused:
        return _words(refused)
    return ""


def _words(refused: MergeRefused) -> str:
    return {
        "same": gettext("This is the same account."),
        "roles": gettext("The other account holds roles beside that of a student: take them away first."),
        "iin": gettext("The accounts have different IINs: these are two persons, or one IIN is wrong."),
        "running": gettext("One of the two is sitting an exam at this moment. Wait for its end."),
        "photos": gettext("A reference photo of the other account cannot be read; its key may be lost."),
        "twice": gettext(
            "Both accounts have what one person can have once, such as a written work at the same exam. "
            "Settle that first."
        ),
    }[refused.code]


def _student(request: Any, code: UUID | str) -> Student:
    rows = Student.objects.select_related("user", "study_group__faculty", "organisation")
    rows = rows.prefetch_related("user__roles")
    return get_object_or_404(rows, organisation=request.organisation, uuid=uuid_or_none(str(code)))
