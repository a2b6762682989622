"""Links to what was handed in: each opens one thing to one sign-in, as the journal has it."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from oes.accounts.links import Links, links_of
from oes.journal import services as journal
from oes.written.models import Piece, Work

SPARE = timedelta(minutes=1)


def piece_thing(uuid: UUID) -> str:
    """Return what a link to a file or page opens."""
    return f"piece/{uuid}"


def page_thing(uuid: UUID) -> str:
    """Return what a link to a photographed page as it was cut opens: it never opens the photo as it was taken."""
    return f"page/{uuid}"


def pdf_thing(uuid: UUID) -> str:
    """Return what a link to the joined pages of a work opens."""
    return f"work-pdf/{uuid}"


def student_links(request: HttpRequest, work: Work) -> Links:
    """Return what makes links for the work's own student; the journal's entry is that of the handing out."""
    noted = journal.recent_link(
        subject=work.uuid, action="work_handed_out", actor=request.user.uuid, since=work.handed_out_at - SPARE
    )
    return links_of(request, noted=noted)


def piece_link(piece: Piece, links: Links) -> str:
    """Return the address of a file, or of a photo as it was taken, that this sign-in can open."""
    return f"{reverse('written:piece', args=[piece.uuid])}?token={links.token(piece_thing(piece.uuid))}"


def shown_link(piece: Piece, links: Links) -> str:
    """Return the address of a photographed page as it is to be read, turned and cut."""
    return f"{reverse('written:shown', args=[piece.uuid])}?token={links.token(page_thing(piece.uuid))}"


def pdf_link(work: Work, links: Links) -> str:
    """Return the address of all pages of a work as one PDF."""
    return f"{reverse('written:pdf', args=[work.uuid])}?token={links.token(pdf_thing(work.uuid))}"
