"""Links to the files of an appeal: each opens one file to one sign-in, as the journal has it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from oes.accounts.links import Links, links_of, may_open
from oes.accounts.models import User
from oes.appeals.models import Appeal, Attachment
from oes.appeals.moving import chain_of
from oes.appeals.panel import opened_case
from oes.journal import services as journal
from oes.lib import blobs
from oes.written.file_views import file_answer


def file_thing(uuid: UUID) -> str:
    """Return what a link to a file of an appeal opens."""
    return f"appeal-file/{uuid}"


def attachment_link(row: Attachment, links: Links) -> str:
    """Return the address of a file that this sign-in can open."""
    return f"{reverse('appeals:attachment', args=[row.uuid])}?token={links.token(file_thing(row.uuid))}"


def appeal_links(request: Any, row: Appeal) -> Links:
    """Return what makes links for who opened the papers of an appeal; the journal hears of it once an hour."""
    told = {"actor": request.user.uuid, "appeal": str(row.uuid)}
    return links_of(request, noted=journal.once(subject=chain_of(row), action="appeal_viewed", **told))


@require_safe
def attachment(request: Any, attachment: UUID) -> HttpResponse:
    """A file of an appeal, by a link that was made for this sign-in, and by nothing else.

    The link does not outlive the right: who stood aside since, or got a conflict, is refused and noted.
    """
    if request.user.organisation_id != request.organisation.pk:
        raise PermissionDenied
    rows = Attachment.objects.filter(appeal__organisation=request.organisation)
    row = get_object_or_404(rows.select_related("appeal__student", "appeal__organisation"), uuid=attachment)
    if not may_open(request, file_thing(row.uuid)):
        raise PermissionDenied
    if not _opens(request.user, row):
        raise Http404
    try:
        body = blobs.read(row.blob_key)
    except OSError as gone:
        raise Http404 from gone
    return file_answer(body, row.name, row.media_type)


def _opens(user: User, row: Attachment) -> bool:
    """Return whether somebody may open a file now: the appellant, or who may open the case as the office does."""
    if row.appeal.student.user_id == user.pk:
        return True
    access = opened_case(user=user, appeal=row.appeal)
    return access is not None and access.contacts_shown
