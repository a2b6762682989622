"""Bytes of recordings, for those entitled, by signed links that live two hours at most."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from oes.accounts.access import role_required
from oes.accounts.links import may_open
from oes.accounts.models import Role
from oes.attempts.models import Attempt
from oes.exams.duties import is_observer
from oes.recordings.models import JoinedFile, Segment, UnannouncedSegment
from oes.recordings.playback import ranged, recording_of


@require_safe
@role_required(Role.ADMINISTRATION, Role.REVIEWER, Role.OBSERVER)
def segment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One self-contained segment, as it was received; pictures as the video that was made of them."""
    row = get_object_or_404(Segment.objects.select_related("track__attempt__enrolment__exam"), uuid=uuid)
    return _bytes(request, row.track.attempt, row.played_key, row.played_container, f'"{row.sha256}"')


@require_safe
@role_required(Role.ADMINISTRATION, Role.REVIEWER, Role.OBSERVER)
def late(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A segment that nobody had announced, as it was received: whoever decides about it has to see it."""
    row = get_object_or_404(UnannouncedSegment.objects.select_related("attempt__enrolment__exam"), uuid=uuid)
    container = "quicktime" if row.container == "mov" else row.container
    return _bytes(request, row.attempt, row.blob_key, container, f'"{row.sha256}"')


@require_safe
@role_required(Role.ADMINISTRATION, Role.REVIEWER, Role.OBSERVER)
def joined(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One joined file of a track."""
    row = get_object_or_404(JoinedFile.objects.select_related("track__attempt__enrolment__exam"), uuid=uuid)
    return _bytes(request, row.track.attempt, row.blob_key, row.container, f'"{row.uuid}"')


def _bytes(request: HttpRequest, attempt: Attempt, key: str, container: str, etag: str) -> HttpResponse:
    exam, user = attempt.enrolment.exam, request.user
    own = exam.organisation_id == request.organisation.pk  # type: ignore[attr-defined]
    sees_all = user.has_role(Role.ADMINISTRATION) or user.has_role(Role.REVIEWER)
    if not own or not (sees_all or exam.duties.filter(is_observer(user)).exists()):
        raise Http404
    if not may_open(request, recording_of(attempt.uuid)):
        raise PermissionDenied
    try:
        return ranged(request, blob_key=key, content_type=f"video/{container}", etag=etag)
    except OSError as error:
        raise Http404 from error
