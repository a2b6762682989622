"""Links to the files of an appeal: each opens one file to one sign-in, as the journal has it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from oes.accounts.links import Links, links_of, may_open
from oes.appeals.models import Appeal, Attachment
from oes.appeals.moving import chain_of
from oes.journal import services as journal
from oes.lib import blobs
from oes.written.file_views import file_answer

VIEW_HOURS = 1


def file_thing(uuid: UUID) -> str:
    """Return what a link to a file of an appeal opens."""
    return f"appeal-file/{uuid}"


def attachment_link(row: Attachment, links: Links) -> str:
    """Return the address of a file that this sign-in can open."""
    return f"{reverse('appeals:attachment', args=[row.uuid])}?token={links.token(file_thing(row.uuid))}"


def appeal_links(request: Any, row: Appeal) -> Links:
    """Return what makes links for who opened the papers of an appeal; the journal hears of it once an hour."""
    actor, subject, since = request.user.uuid, chain_of(row), timezone.now() - timedelta(hours=VIEW_HOURS)
    noted = journal.recent_link(subject=subject, action="appeal_viewed", actor=actor, since=since)
    noted = noted or journal.append(subject=subject, action="appeal_viewed", actor=actor, appeal=str(row.uuid))
    return links_of(request, noted=noted)


@require_safe
def attachment(request: Any, attachment: UUID) -> HttpResponse:
    """A file of an appeal, by a link that was made for this sign-in, and by nothing else."""
    if request.user.organisation_id != request.organisation.pk:
        raise PermissionDenied
    rows = Attachment.objects.filter(appeal__organisation=request.organisation)
    row = get_object_or_404(rows, uuid=attachment)
    if not may_open(request, file_thing(row.uuid)):
        raise PermissionDenied
    try:
        body = blobs.read(row.blob_key)
    except OSError as gone:
        raise Http404 from gone
    return file_answer(body, row.name, row.media_type)
