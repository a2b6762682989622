"""Reference photos: the queue that a person goes through, and the pictures themselves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.links import links_of, may_open
from oes.exams import queries, services
from oes.exams.models import ReferencePhoto
from oes.exams.photo_links import photo_of
from oes.exams.views.common import office
from oes.lib import blobs
from oes.lib.middleware import as_evidence
from oes.lib.pictures import picture_type


@require_safe
@office
def photos(request: Any) -> HttpResponse:
    """The oldest photo that waits, or the one `?skip=n` places behind it, beside the student's other photos."""
    waiting = queries.waiting_photos(request.organisation)
    total = waiting.count()
    skip = request.GET.get("skip", "")
    place = int(skip) % total if skip.isdecimal() and len(skip) < 6 and total else 0
    photo = waiting[place : place + 1].first() if total else None
    others = photo.student.photos.exclude(pk=photo.pk).order_by("-added_at")[:4] if photo else []
    noted = services.note_photos(student=photo.student, by=request.user) if photo else ""
    context = {"photo": photo, "others": others, "total": total, "place": place, "next": place + 1}
    context["links"] = links_of(request, noted=noted)
    return render(request, "exams/photos.html", context)


@require_POST
@office
def photo_decide(request: Any, photo: UUID) -> HttpResponse:
    row = _photo(request, photo)
    decision = request.POST.get("decision")
    if decision not in ("approve", "refuse"):
        return HttpResponseBadRequest()
    approved = decision == "approve"
    services.decide_photo(photo=row, approved=approved, by=request.user)
    text = gettext("Approved: %(name)s.") if approved else gettext("Refused: %(name)s.")
    messages.success(request, text % {"name": row.student.full_name})
    if request.POST.get("back") == "student":
        return redirect("exams:student_edit", row.student.uuid)
    skip = request.POST.get("skip", "")
    return redirect(reverse("exams:photos") + (f"?skip={skip}" if skip.isdecimal() and skip != "0" else ""))


@require_safe
@office
def photo_file(request: Any, photo: UUID) -> HttpResponse:
    row = _photo(request, photo)
    if not may_open(request, photo_of(row.uuid)):
        raise PermissionDenied
    try:
        body = blobs.read(row.blob_key)
    except OSError as gone:
        raise Http404 from gone
    kind = picture_type(body)
    if kind is None:
        raise Http404
    return as_evidence(HttpResponse(body, content_type=kind, headers={"Cache-Control": "private, max-age=600"}))


def _photo(request: Any, photo: UUID) -> ReferencePhoto:
    rows = ReferencePhoto.objects.select_related("student")
    return get_object_or_404(rows, student__organisation=request.organisation, uuid=photo)
