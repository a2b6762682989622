"""Links and sizes of what was handed in."""

from uuid import UUID, uuid4

from django import template
from django.template.defaultfilters import filesizeformat

from oes.accounts.links import Links
from oes.written import links
from oes.written.models import Piece, Work

register = template.Library()
register.filter("file_size", filesizeformat)


@register.simple_tag
def piece_link(piece: Piece, made_by: Links) -> str:
    """Return the address of a file that this sign-in can open."""
    return links.piece_link(piece, made_by)


@register.simple_tag
def shown_link(piece: Piece, made_by: Links) -> str:
    """Return the address of a photographed page as it is to be read."""
    return links.shown_link(piece, made_by)


@register.simple_tag
def pdf_link(work: Work, made_by: Links) -> str:
    """Return the address of all pages as one PDF."""
    return links.pdf_link(work, made_by)


@register.simple_tag
def new_uuid() -> UUID:
    """Return an identifier for a form that makes a row: sent twice, it makes one."""
    return uuid4()
