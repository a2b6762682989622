"""A marker's desk: the own works, one work, its points and comments; the bytes of a work's pieces."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.links import links_of, may_open
from oes.lib.middleware import as_evidence
from oes.written.marking import access, queries, services, tables, taking_back
from oes.written.marking.distribution import check_until
from oes.written.marking.forms import PointsForm, RemarkForm
from oes.written.marking.models import Marking, whole
from oes.written.marking.picture import NoPiece, body_of
from oes.written.marking.setup import plan_of
from oes.written.marking.shown import shown_work, thing_of
from oes.written.models import Piece, WrittenExam

markers = role_required(*access.MARKERS)
logger = logging.getLogger(__name__)
_WHY = {
    "finished": gettext_lazy("This work is marked: it stands."),
    "writing": gettext_lazy("The student writes again: the work came late. Mark it when it is handed in."),
    "missing": gettext_lazy("Not marked yet: a criterion has no points."),
    "many": gettext_lazy("There are too many comments already."),
    "open": gettext_lazy("This marking is open already."),
    "released": gettext_lazy("The marks are released: nothing changes any more."),
    "settled": gettext_lazy(
        "The mark of this work is made with those of other markers: the registrar can open it again."
    ),
}


@require_safe
@markers
def mine(request: Any, exam: UUID) -> HttpResponse:
    """What somebody marks of an exam."""
    rows = WrittenExam.objects.select_related("exam", "plan").filter(exam__organisation=request.organisation)
    written = get_object_or_404(rows, exam__uuid=exam)
    markings = queries.own_markings(request.user, written)
    if not markings and not written.markers.filter(user=request.user, removed_at=None).exists():
        raise Http404
    names, criteria = not plan_of(written).is_anonymous, list(written.criteria.all())
    if file := exported(request, **tables.mine(markings, criteria=len(criteria), names=names)):
        return file
    context = {"written": written, "exam": written.exam, "rows": markings, "due": check_until(written)}
    context |= {"names": names, "criteria": criteria}
    return render(request, "written/marking/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@markers
def marking(request: Any, marking: UUID) -> HttpResponse:
    """One work on the desk; POST keeps the points, and with `finish` closes it."""
    row = access.own_marking(request, marking)
    criteria = list(row.work.written.criteria.all())
    if request.method != "POST":
        return _desk(request, row, _filled(row, criteria))
    form = PointsForm(request.POST, criteria=criteria)
    in_background = bool(request.headers.get("HX-Request"))
    if not form.is_valid():
        wrong = " ".join(error for errors in form.errors.values() for error in errors)
        if in_background:
            return render(request, "written/marking/_saved.html", {**_stored(row), "missing": wrong})
        return _desk(request, row, form, status=422)
    try:
        services.save_points(marking=row, points=form.points(), words=form.cleaned_data["words"])
        if "finish" in request.POST:
            return _finish(request, row, form)
    except services.MarkingRefused as refused:
        messages.error(request, _WHY[refused.code])
        return redirect("written:marking", marking)
    if in_background:
        return render(
            request, "written/marking/_saved.html", {**_stored(row), "missing": form.missing(), "saved": True}
        )
    messages.success(request, _("Saved."))
    return redirect("written:marking", marking)


def _finish(request: Any, row: Marking, form: PointsForm) -> HttpResponse:
    if missing := form.missing():
        messages.error(request, missing)
        return redirect("written:marking", row.uuid)
    services.finish(marking=row)
    after = queries.next_marking(row)
    messages.success(request, _("Work %(number)s is marked.") % {"number": row.work.number})
    return redirect("written:marking", after.uuid) if after else redirect("written:mine", row.work.written.exam.uuid)


@require_POST
@markers
def take_back(request: Any, marking: UUID) -> HttpResponse:
    """Open an own finished marking again."""
    row = access.own_marking(request, marking)
    try:
        taking_back.take_back(marking=row, by=request.user)
        messages.success(request, _("The work is open again: its points count when you finish it."))
    except taking_back.TakingBackRefused as refused:
        messages.error(request, _WHY[refused.code])
    return redirect("written:marking", marking)


def _filled(row: Marking, criteria: list[Any]) -> PointsForm:
    given = {one.criterion_id: one.points for one in row.given.all()}
    initial = {f"points-{one.pk}": f"{given[one.pk].normalize():f}" for one in criteria if one.pk in given}
    return PointsForm(initial={**initial, "words": row.words}, criteria=criteria)


def _stored(row: Marking) -> dict[str, Any]:
    """Return the sum of the points that are kept."""
    return {"sum": sum(row.given.values_list("points", flat=True)), "maximum": whole(row.work.written.criteria.all())}


def _desk(request: Any, row: Marking, form: PointsForm, status: int = 200) -> HttpResponse:
    links = links_of(request, noted=services.note_look(work=row.work, by=request.user))
    context = {
        **_stored(row),
        "row": row,
        "work": row.work,
        "exam": row.work.written.exam,
        "form": form,
        "shown": shown_work(row.work, links=links, markings=[row]),
        "remark_form": RemarkForm(),
        "after": queries.next_marking(row),
        "may_take_back": taking_back.is_own_to_take(row),
        "names": not plan_of(row.work.written).is_anonymous,
    }
    return render(request, "written/marking/desk.html", context, status=status)


@require_POST
@markers
def remark(request: Any, marking: UUID) -> HttpResponse:
    """Keep a comment on the text, on a page or at a place of it."""
    row, form = access.own_marking(request, marking), RemarkForm(request.POST)
    if not form.is_valid():
        return _told(request, row, str(_("The comment is empty or longer than 1000 letters.")))
    data = form.cleaned_data
    piece = None
    if data["piece"]:
        piece = get_object_or_404(Piece, uuid=data["piece"], work=row.work, removed_at=None)
    placed = piece is not None and data["left"] is not None and data["top"] is not None
    place = services.Place(data["left"], data["top"]) if placed else None
    try:
        services.add_remark(marking=row, text=data["text"], piece=piece, place=place)
    except services.MarkingRefused as refused:
        return _told(request, row, str(_WHY[refused.code]))
    return _told(request, row, "")


@require_POST
@markers
def remark_remove(request: Any, marking: UUID, remark: UUID) -> HttpResponse:
    row = access.own_marking(request, marking)
    try:
        services.remove_remark(marking=row, remark=remark)
    except services.MarkingRefused as refused:
        return _told(request, row, str(_WHY[refused.code]))
    return _told(request, row, "")


def _told(request: Any, row: Marking, error: str) -> HttpResponse:
    """Answer with the sheets anew for a page that asked in the background, else with the whole desk."""
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, error)
        return redirect("written:marking", row.uuid)
    links = links_of(request, noted=services.note_look(work=row.work, by=request.user))
    shown = shown_work(row.work, links=links, markings=[row])
    context = {
        "row": row,
        "shown": shown,
        "remark_error": error,
        "typed": request.POST.get("text", "") if error else "",
    }
    return render(request, "written/marking/_sheets.html", {**context, "typed_at": request.POST.get("piece", "")})


@require_safe
def work_piece(request: Any, piece: UUID) -> HttpResponse:
    """The bytes of a page or file, for who holds a link of the own sign-in."""
    rows = Piece.objects.select_related("work").filter(work__written__exam__organisation=request.organisation)
    row = get_object_or_404(rows, uuid=piece, removed_at=None)
    if request.user.organisation_id != request.organisation.pk or not may_open(request, thing_of(row)):
        raise PermissionDenied
    try:
        body, media_type, extension = body_of(row)
    except NoPiece as error:
        raise Http404 from error
    logger.info("piece_shown", extra={"piece": str(row.uuid), "user": str(request.user.uuid)})
    response = as_evidence(HttpResponse(body, media_type, headers={"Cache-Control": "private, max-age=300"}))
    if not media_type.startswith("image/"):
        name = f"work-{row.work.number}-{row.position}.{extension}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
