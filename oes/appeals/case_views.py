"""The case file for the panel: the page, and every picture, film and file on it by a link of the own sign-in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.links import links_of, may_open
from oes.accounts.models import Role
from oes.appeals import case_services as services
from oes.appeals.case_page import appeals_here, case_page, opened_files
from oes.appeals.case_shown import Looker, thing_of
from oes.appeals.panel import CaseAccess, case_of, opened_case
from oes.evidence.packing import NotPacked, Pack, pack
from oes.lib import blobs
from oes.lib.keys import NoKey
from oes.lib.middleware import as_evidence
from oes.recordings.models import EXAM_TRACKS, JoinedFile
from oes.recordings.playback import ranged
from oes.review.pictures import NoPicture, picture_of
from oes.violations.models import Evidence
from oes.written.file_views import file_answer

panel_only = role_required(Role.COMMISSION, Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATION)


@require_safe
@panel_only
@never_cache
def case(request: Any, appeal: UUID) -> HttpResponse:
    access = _access(request, appeal)
    links = links_of(request, noted=services.note_case(access=access, by=request.user))
    page = case_page(access.appeal, Looker(access.appeal, links, access), timezone.now())
    context = {"page": page, "appeal": page.appeal, "looker": page.looker, "evidence": page.evidence}
    return render(request, "appeals/case.html", context)


@require_safe
@panel_only
def case_film(request: Any, appeal: UUID, file: UUID) -> HttpResponse:
    """A joined file of camera or screen, as it was recorded."""
    access = _unblurred(request, appeal, "film", file)
    rows = JoinedFile.objects.filter(track__attempt=access.appeal.attempt, track__kind__in=EXAM_TRACKS)
    row = get_object_or_404(rows.select_related("track"), uuid=file)
    services.note_recording(appeal=access.appeal, by=request.user, track=row.track.kind, what=str(row.uuid))
    return _played(request, row.blob_key, row.container, f'"{row.uuid}"')


@require_safe
@panel_only
def case_picture(request: Any, appeal: UUID, event: UUID) -> HttpResponse:
    """The picture of an event, as it was recorded."""
    access = _unblurred(request, appeal, "picture", event)
    rows = Evidence.objects.filter(violation__uuid=event, violation__attempt=access.appeal.attempt)
    try:
        body, media_type = picture_of(rows)
    except NoPicture as error:
        raise Http404 from error
    return as_evidence(HttpResponse(body, media_type, headers={"Cache-Control": "private, max-age=300"}))


@require_safe
@panel_only
def case_blurred(request: Any, appeal: UUID, piece: UUID) -> HttpResponse:
    """A clip or picture in which nobody is recognised."""
    access = _linked(request, appeal, "blurred", piece)
    row = get_object_or_404(access.appeal.blurred.filter(made_at__isnull=False), uuid=piece)
    try:
        if row.line_id is None:
            body = blobs.read(row.blob_key)
            return as_evidence(HttpResponse(body, "image/jpeg", headers={"Cache-Control": "private, max-age=300"}))
        answer = _played(request, row.blob_key, "webm", f'"{row.uuid}"')
    except (OSError, Http404) as gone:
        services.make_again(row=row)
        raise Http404 from gone
    services.note_recording(appeal=access.appeal, by=request.user, track=row.track, what=str(row.uuid))
    return answer


@require_safe
@panel_only
def case_file(request: Any, appeal: UUID, file: UUID) -> HttpResponse:
    """An attachment, to be kept; never opened as a page."""
    access = _linked(request, appeal, "file", file)
    looker = Looker(access.appeal, links_of(request, noted=""), access)
    row = get_object_or_404(opened_files(access.appeal, looker), uuid=file)
    try:
        body = blobs.read(row.blob_key)
    except OSError as gone:
        raise Http404 from gone
    services.note_file(appeal=access.appeal, by=request.user, file=row.uuid)
    return file_answer(body, row.name, row.media_type)


@require_POST
@panel_only
def case_pack(request: Any, appeal: UUID) -> HttpResponseBase:
    """Send the evidence pack; the journal has who took it."""
    access = _access(request, appeal)
    attempt = access.appeal.attempt
    if attempt is None or not Looker(access.appeal, links_of(request, noted=""), access).takes_pack:
        raise Http404
    try:
        return sent_pack(pack(attempt=attempt, by=request.user))
    except NotPacked:
        messages.error(request, _("There is no evidence pack yet: the session runs, or is still being analysed."))
    except NoKey:
        messages.error(request, _("The institution's signing key cannot be read. Nothing was packed."))
    return redirect("appeals:case", appeal)


def sent_pack(made: Pack) -> StreamingHttpResponse:
    """Return a pack as a file, made while it is sent."""
    headers = {
        "Content-Disposition": f'attachment; filename="evidence-{made.attempt.uuid.hex[:12]}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(made.pieces(), content_type="application/zip", headers=headers)


def _access(request: Any, uuid: UUID) -> CaseAccess:
    """Return what the asker may see of a case; 404 for whom it is closed, and the journal has who tried."""
    appeal = get_object_or_404(appeals_here(request.organisation), uuid=uuid)
    access = case_of(request.user, appeal)  # a page asks for many pictures at once, and only a refusal is written down
    access = access or opened_case(user=request.user, appeal=appeal)
    if access is None:
        raise Http404
    return access


def _linked(request: HttpRequest, uuid: UUID, kind: str, key: UUID) -> CaseAccess:
    """Return the access of who holds a link of the own sign-in to this thing; 403 without one."""
    if not may_open(request, thing_of(uuid, kind, key)):
        raise PermissionDenied
    return _access(request, uuid)


def _unblurred(request: HttpRequest, uuid: UUID, kind: str, key: UUID) -> CaseAccess:
    """As `_linked`, for who may see faces; for others it does not exist."""
    access = _linked(request, uuid, kind, key)
    if not access.faces_shown or access.appeal.attempt is None:
        raise Http404
    return access


def _played(request: HttpRequest, key: str, container: str, etag: str) -> HttpResponse:
    try:
        return ranged(request, blob_key=key, content_type=f"video/{container}", etag=etag)
    except OSError as error:
        raise Http404 from error
