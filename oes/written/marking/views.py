"""The list of written exams, the board of one, its works, release and export."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.links import links_of
from oes.accounts.models import Role
from oes.exams.views.common import page_of
from oes.written.marking import access, export, queries, release, services, tables
from oes.written.marking.models import whole
from oes.written.marking.setup import plan_of
from oes.written.marking.shown import shown_work
from oes.written.models import WrittenExam

office = role_required(*access.OFFICE)
readers = role_required(*access.READERS)
PAGE = 100

_WHY = {
    "open": gettext_lazy("Not released: some works have no mark yet."),
    "empty": gettext_lazy("Not released: no work has a mark."),
    "policy": gettext_lazy("The rules of this exam keep the works closed. Change them first."),
    "marks": gettext_lazy("The works can be opened once the marks are released."),
}


@require_safe
@role_required(*access.MARKERS, Role.OBSERVER)
def exams(request: Any) -> HttpResponse:
    rows = access.exams_of(request.user, request.organisation).select_related("subject").order_by("-opens_at", "pk")
    if file := exported(request, **tables.exams(lambda: queries.exam_lines(rows, request.user, timezone.now()))):
        return file
    page = page_of(request, rows, 50)
    lines = queries.exam_lines(page.object_list, request.user, timezone.now())
    context = {"page": page, "lines": lines, "is_office": access.is_office(request.user)}
    return render(request, "written/marking/exams.html", context)


@require_safe
@office
def board(request: Any, exam: UUID) -> HttpResponse:
    written, now = access.kept_exam(request, exam), timezone.now()
    sees_marks = access.sees_marks(request.user, written)
    if file := exported(request, **_board_table(request, written, sees_marks)):
        return file
    context = {
        "written": written,
        "exam": written.exam,
        "board": queries.board(written, now),
        "page": page_of(request, queries.works_of(written), PAGE),
        "sees_marks": sees_marks,
        "now": now,
    }
    return render(request, "written/marking/board.html", context)


def _board_table(request: Any, written: WrittenExam, sees_marks: bool) -> dict[str, Any]:
    if request.GET.get("table") == "markers":
        return tables.markers(lambda: queries.board(written, timezone.now()))
    return tables.board_works(
        queries.works_of(written), released=written.released_at is not None, sees_marks=sees_marks
    )


@require_safe
@readers
def work(request: Any, work: UUID) -> HttpResponse:
    """A work, read-only; each look is in the journal."""
    row = access.seen_work(request, work)
    sees = access.sees_marks(request.user, row.written)
    if not access.is_office(request.user):
        sees = row.written.released_at is not None
    markings = list(row.markings.select_related("marker").prefetch_related("given")) if sees else []
    links = links_of(request, noted=services.note_look(work=row, by=request.user))
    context = {
        "work": row,
        "exam": row.written.exam,
        "shown": shown_work(row, links=links, markings=markings),
        "markings": markings,
        "lines": queries.criterion_lines(row.written, markings),
        "maximum": whole(list(row.written.criteria.all())),
        "mark": getattr(row, "mark", None) if sees else None,
        "is_office": access.is_office(request.user),
        "names": bool(row.written.released_at) or not plan_of(row.written).is_anonymous,
    }
    return render(request, "written/marking/work.html", context)


@require_POST
@office
def release_marks(request: Any, exam: UUID) -> HttpResponse:
    written = access.kept_exam(request, exam)
    try:
        release.release_marks(written=written, by=request.user)
        messages.success(request, _("The marks are released. Each student is told."))
    except release.ReleaseRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:board", exam)


@require_POST
@office
def open_works(request: Any, exam: UUID) -> HttpResponse:
    written, is_open = access.kept_exam(request, exam), request.POST.get("open") == "yes"
    try:
        release.open_works(written=written, by=request.user, is_open=is_open)
        messages.success(request, _("The works are open.") if is_open else _("The works are closed."))
    except release.ReleaseRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:board", exam)


@require_safe
@office
def marks_file(request: Any, exam: UUID) -> HttpResponse:
    """The marks as a table for people, or as the testing system reads them (`as=return`); only once released."""
    written = access.kept_exam(request, exam)
    if written.released_at is None:
        messages.error(request, _("The marks can be taken out once they are released."))
        return redirect("written:board", exam)
    kind = request.GET.get("as", "csv")
    return export.marks_file(written=written, kind=kind, by=request.user)
