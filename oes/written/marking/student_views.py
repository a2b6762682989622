"""What students see once the marks are released: the own mark, and the works of fellow students without names."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oes.accounts.access import role_required
from oes.accounts.links import links_of
from oes.accounts.models import Role
from oes.recorder.queries import own_enrolment, student_of
from oes.written.marking import services
from oes.written.marking.models import whole
from oes.written.marking.queries import criterion_lines
from oes.written.marking.setup import plan_of
from oes.written.marking.shown import shown_work
from oes.written.models import Work, WrittenExam

student_only = role_required(Role.STUDENT)


@student_only
@never_cache
@require_safe
def mark(request: Any, exam: UUID) -> HttpResponse:
    """The student's own mark, its criteria and comments."""
    student = student_of(request.user)
    rows = Work.objects.select_related("written__exam", "written__plan", "mark")
    enrolment = own_enrolment(student, exam)
    work = get_object_or_404(rows, enrolment=enrolment, written__released_at__isnull=False)
    context = {**_told(request, work), "student": student, "is_open": _is_open(work.written)}
    return render(request, "written/marking/my_mark.html", context)


@student_only
@never_cache
@require_safe
def fellows(request: Any, exam: UUID) -> HttpResponse:
    """The works of all who sat the exam, by number."""
    student, written = _opened(request, exam)
    works = Work.objects.filter(written=written, state=Work.State.RELEASED).select_related("mark").order_by("number")
    most = whole(list(written.criteria.all()))
    context = {"student": student, "exam": written.exam, "works": works, "maximum": most}
    return render(request, "written/marking/fellows.html", context)


@student_only
@never_cache
@require_safe
def fellow(request: Any, exam: UUID, work: UUID) -> HttpResponse:
    """One work of a fellow student, without the name."""
    student, written = _opened(request, exam)
    rows = Work.objects.select_related("written__exam", "written__plan", "mark")
    row = get_object_or_404(rows, uuid=work, written=written, state=Work.State.RELEASED)
    return render(request, "written/marking/fellow.html", {**_told(request, row, fellow=True), "student": student})


def _opened(request: Any, exam: UUID) -> tuple[Any, WrittenExam]:
    """Return the student and an exam whose works are open to who handed one in; or 404."""
    student = student_of(request.user)
    rows = WrittenExam.objects.select_related("exam", "plan").filter(works__enrolment__student=student)
    written = get_object_or_404(rows, exam__uuid=exam)
    if not _is_open(written):
        raise Http404
    return student, written


def _is_open(written: WrittenExam) -> bool:
    return bool(written.released_at and written.opened_at and plan_of(written).opens_works)


def _told(request: Any, work: Work, *, fellow: bool = False) -> dict[str, Any]:
    markings = list(work.markings.prefetch_related("given").order_by("turn"))
    links = links_of(request, noted=services.note_look(work=work, by=request.user))
    return {
        "work": work,
        "exam": work.written.exam,
        "shown": shown_work(work, links=links, markings=markings, fellow=fellow),
        "lines": criterion_lines(work.written, markings),
        "words": [one for one in markings if one.words.strip()] if not fellow else [],
        "maximum": whole(list(work.written.criteria.all())),
    }
