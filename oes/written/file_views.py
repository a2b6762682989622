"""The bytes of tasks and works: by a link that was made for this sign-in, and by nothing else."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from oes.accounts.links import may_open
from oes.exams.pictures import PictureRefused
from oes.lib import blobs
from oes.lib.middleware import as_evidence
from oes.lib.pictures import picture_type
from oes.written.links import page_thing, pdf_thing, piece_thing
from oes.written.models import Piece, Work
from oes.written.pages import page_of, work_pdf

PICTURES = ("image/jpeg", "image/png")
SMALL = 480
"""Pixels of a page in a list."""
KEEP = {"Cache-Control": "private, max-age=600"}


@require_safe
def piece(request: HttpRequest, piece: UUID) -> HttpResponse:
    """A file as it was handed in, to be kept; a picture is shown."""
    row = _piece(request, piece, piece_thing(piece))
    try:
        body = blobs.read(row.blob_key)
    except OSError as gone:
        raise Http404 from gone
    return file_answer(body, row.name, row.media_type)


@require_safe
def shown(request: HttpRequest, piece: UUID) -> HttpResponse:
    """A photographed page as it is to be read: turned and cut."""
    row = _piece(request, piece, page_thing(piece))
    if row.kind != Piece.Kind.PHOTO:
        raise Http404
    try:
        body = page_of(row, most=SMALL if "small" in request.GET else 0).body
    except (OSError, PictureRefused) as gone:
        raise Http404 from gone
    return as_evidence(HttpResponse(body, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"}))


@require_safe
def pdf(request: HttpRequest, work: UUID) -> HttpResponse:
    """All photographed pages of a work as one PDF."""
    _require_organisation(request)
    rows = Work.objects.filter(enrolment__exam__organisation=request.organisation)  # type: ignore[attr-defined]
    row = get_object_or_404(rows, uuid=work)
    _require_link(request, pdf_thing(row.uuid))
    try:
        body = work_pdf(row)
    except ValueError as empty:
        raise Http404 from empty
    return _download(body, f"{row.number}.pdf", "application/pdf")


def _piece(request: Any, uuid: UUID, thing: str) -> Piece:
    _require_organisation(request)
    mine = Q(work__enrolment__exam__organisation=request.organisation)
    mine |= Q(task__written__exam__organisation=request.organisation)
    row = get_object_or_404(Piece.objects.filter(mine), uuid=uuid)
    _require_link(request, thing)
    return row


def _require_organisation(request: Any) -> None:
    if request.user.organisation_id != request.organisation.pk:
        raise PermissionDenied


def _require_link(request: HttpRequest, thing: str) -> None:
    if not may_open(request, thing):
        raise PermissionDenied


def file_answer(body: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a file that somebody sent: a picture is shown, everything else is kept by the browser."""
    if media_type in PICTURES and picture_type(body) == media_type:
        return as_evidence(HttpResponse(body, content_type=media_type, headers=KEEP))
    return _download(body, name, f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type)


def _download(body: bytes, name: str, kind: str) -> HttpResponse:
    """Return bytes that a browser keeps and does not open as a page."""
    response = as_evidence(HttpResponse(body, content_type=kind, headers={"Cache-Control": "private, no-store"}))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response
