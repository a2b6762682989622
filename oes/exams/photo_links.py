"""What a link to a reference photo opens."""

from uuid import UUID

from django.urls import reverse

from oes.accounts.links import Links
from oes.exams.models import ReferencePhoto


def photo_of(uuid: UUID) -> str:
    """Return what a link to a photo opens."""
    return f"photo/{uuid}"


def photo_link(photo: ReferencePhoto, links: Links) -> str:
    """Return the address that this sign-in can open."""
    return f"{reverse('exams:photo_file', args=[photo.uuid])}?token={links.token(photo_of(photo.uuid))}"
