"""The course work of a written exam: choose it or have it made, send the marks, see what became of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.exports import exported
from oes.exams.views.common import page_of
from oes.integrations.classroom import google, services
from oes.integrations.classroom.common import asked, connection_of, name_of, offered
from oes.integrations.classroom.models import CourseLink, SentMark
from oes.written.marking.access import kept_exam
from oes.written.marking.models import whole
from oes.written.models import WrittenExam

PAGE = 100
_WHY = {
    "marks": gettext_lazy("The marks can be sent once they are released."),
    "running": gettext_lazy("The marks are being sent already."),
}


@require_safe
@offered
def exam(request: Any, exam: UUID) -> HttpResponse:
    written = kept_exam(request, exam)
    link = CourseLink.objects.select_related("asked_by").filter(exam=written.exam).first()
    context = {"written": written, "exam": written.exam, "link": link, "connection": connection_of(request)}
    if link:
        rows = link.marks.select_related("work__enrolment__student__user").order_by("work__number")
        if file := exported(request, **_table(rows)):
            return file
        context["page"] = page_of(request, rows, PAGE)
    elif context["connection"]:
        context |= _choice(request, request.GET.get("course", ""))
    return render(request, "classroom/exam.html", context)


def _table(rows: QuerySet[SentMark]) -> dict[str, Any]:
    header = [_("Student"), _("E-mail"), _("Points"), _("State"), _("Why"), _("When")]
    return {"name": "classroom-marks", "header": header, "rows": lambda: [_line(row) for row in rows]}


def _line(row: SentMark) -> tuple[object, ...]:
    student = row.work.enrolment.student
    return (student.full_name, student.user.email, row.grade, row.get_state_display(), row.reason, row.at)


def _choice(request: Any, course_id: str) -> dict[str, Any]:
    """Return the courses, or those of a course's works that take marks from us and the number of the others."""
    if not course_id:
        found = asked(request, lambda api: api.courses())
        return {"courses": [(course["id"], name_of(course)) for course in found or []], "answered": found is not None}
    found = asked(request, lambda api: (api.course(course_id), api.works(course_id)))
    if found is None:
        return {"answered": False}
    course, works = found
    ours = [work for work in works if _takes_marks(work)]
    return {"answered": True, "course": course, "course_name": name_of(course), "works": ours,
            "others": len(works) - len(ours)}  # fmt: skip


def _takes_marks(work: dict[str, Any]) -> bool:
    """Return whether Google lets us grade it: `studentSubmissions.patch` is open to the program that made it alone."""
    return bool(work.get("associatedWithDeveloper") and work.get("maxPoints"))


@require_POST
@offered
def link(request: Any, exam: UUID) -> HttpResponse:
    """Choose a course work, or a course in which the worker makes one."""
    written = kept_exam(request, exam)
    course_id, work_id = request.POST.get("course", ""), request.POST.get("work", "")
    found = asked(request, lambda api: _found(api, course_id, work_id)) if course_id else None
    if found is None:
        return redirect("classroom:exam", exam)
    course, work = found
    if work is None and not _has_points(written):
        messages.error(request, _("Write the criteria with their points first."))
    elif work is not None and not _takes_marks(work):
        messages.error(request, _("Google takes no marks for this course work from us."))
    else:
        chosen = (work["id"], work.get("title", "")) if work else None
        services.link(exam=written.exam, course=(course["id"], name_of(course)), work=chosen, by=request.user)
    return redirect("classroom:exam", exam)


def _found(api: google.Classroom, course: str, work: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    return api.course(course), api.work(course, work) if work else None


def _has_points(written: WrittenExam) -> bool:
    return whole(list(written.criteria.all())) > 0


@require_POST
@offered
def unlink(request: Any, exam: UUID) -> HttpResponse:
    services.unlink(exam=kept_exam(request, exam).exam, by=request.user)
    messages.success(request, _("The course work is not linked any more. In Classroom nothing has changed."))
    return redirect("classroom:exam", exam)


@require_POST
@offered
def send(request: Any, exam: UUID) -> HttpResponse:
    """Let the worker send the final marks."""
    written = kept_exam(request, exam)
    row = CourseLink.objects.filter(exam=written.exam).first()
    if row is None:
        messages.error(request, _("Choose the course work first."))
        return redirect("classroom:exam", exam)
    try:
        services.ask_to_send(link=row, by=request.user)
        messages.success(request, _("The marks are being sent."))
    except services.NotYet as not_yet:
        messages.error(request, _WHY[not_yet.code])
    return redirect("classroom:exam", exam)
