"""The student's own data of one attempt: the page, its pictures and recordings, answers to events."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from oes.accounts.access import role_required
from oes.accounts.links import links_of, may_open
from oes.accounts.models import Role
from oes.attempts.models import Attempt
from oes.lib.middleware import as_evidence
from oes.owndata import queries, services
from oes.owndata.answering import refused_words
from oes.owndata.export import TooOften, begin_export, export_zip
from oes.owndata.findings import hidden_of
from oes.owndata.forms import AnswerForm, ErasureForm
from oes.owndata.pictures import own_picture
from oes.recorder.queries import student_of
from oes.recordings.models import JoinedFile
from oes.recordings.playback import ranged, recording_of
from oes.review.pictures import NoPicture, PictureRef
from oes.review.services import AnswerRefused, give_answer
from oes.violations.models import Violation

student_only = role_required(Role.STUDENT)


@student_only
@never_cache
@require_safe
def page(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    attempt = own_attempt(request, attempt_uuid)
    return render_page(request, attempt)


@student_only
@require_POST
def answer(request: HttpRequest, attempt_uuid: UUID) -> HttpResponse:
    attempt, form = own_attempt(request, attempt_uuid), AnswerForm(request.POST)
    if hidden_of(attempt, timezone.now()) is not None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("The answer was not kept: write at most 1000 letters."))
        return render_page(request, attempt, form, status=422)
    event = get_object_or_404(Violation, attempt=attempt, uuid=form.cleaned_data["event"])
    try:
        give_answer(violation=event, text=form.cleaned_data["text"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Your answer is kept. Whoever looks at this event sees it."))
    except AnswerRefused as error:
        messages.error(request, refused_words(error))
        if error.code == "late":
            return render_page(request, attempt, form, status=409)
    return redirect(reverse("owndata:page", args=[attempt.uuid]) + f"#event-{event.uuid}")


@student_only
@require_safe
def picture(request: HttpRequest, attempt_uuid: UUID, kind: str, key: str) -> HttpResponse:
    attempt = own_attempt(request, attempt_uuid)
    if not may_open(request, queries.picture_of(kind, key)):
        raise PermissionDenied
    shown = hidden_of(attempt, timezone.now()) is None
    try:
        body, media_type = own_picture(PictureRef(kind, key), attempt, with_findings=shown)
    except NoPicture as error:
        raise Http404 from error
    return as_evidence(HttpResponse(body, media_type, headers={"Cache-Control": "private, max-age=300"}))


@student_only
@require_safe
def recording(request: HttpRequest, attempt_uuid: UUID, file_uuid: UUID) -> HttpResponse:
    attempt = own_attempt(request, attempt_uuid)
    file = get_object_or_404(JoinedFile, uuid=file_uuid, track__attempt=attempt)
    if not may_open(request, recording_of(attempt.uuid)):
        raise PermissionDenied
    try:
        return ranged(request, blob_key=file.blob_key, content_type=f"video/{file.container}", etag=f'"{file.uuid}"')
    except OSError as error:
        raise Http404 from error


@student_only
@require_POST
def export(request: HttpRequest, attempt_uuid: UUID) -> HttpResponseBase:
    attempt, now = own_attempt(request, attempt_uuid), timezone.now()
    try:
        begin_export(attempt=attempt, now=now)
    except TooOften:
        messages.error(request, _("You took this file a moment ago, or often enough today. Try again later."))
        return render_page(request, attempt, status=429)
    headers = {
        "Content-Disposition": f'attachment; filename="my-data-{attempt.uuid.hex[:12]}.zip"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(export_zip(attempt, now), "application/zip", headers=headers)


def own_attempt(request: HttpRequest, attempt_uuid: UUID) -> Attempt:
    """Return the student's own ended attempt, or 404."""
    return queries.own_ended(student_of(request.user), attempt_uuid)  # type: ignore[arg-type]


def render_page(
    request: HttpRequest,
    attempt: Attempt,
    form: AnswerForm | None = None,
    erasure_form: ErasureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page; a form is one that was not taken, so that its text is not lost."""
    told: dict[str, Any] = {"student": attempt.enrolment.student, "attempt": attempt, "exam": attempt.enrolment.exam}
    told |= {"form": form, "erasure_form": erasure_form or ErasureForm()}
    links = links_of(request, noted=services.note_own_view(attempt=attempt, student=attempt.enrolment.student))
    told["own"] = queries.own_page(attempt, timezone.now(), links)
    return render(request, "owndata/page.html", told, status=status)
