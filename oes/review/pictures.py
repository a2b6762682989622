"""Pictures of people: looked up by row and institution, never by their place in the store."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from oes.accounts.links import Links
from oes.accounts.models import Organisation
from oes.attempts.models import PICTURED
from oes.exams.models import ReferencePhoto
from oes.lib import blobs
from oes.lib.pictures import picture_type
from oes.violations.models import Evidence


@dataclass(frozen=True, slots=True)
class PictureRef:
    """Which picture a page shows: evidence by the uuid of its violation, references and checks by their own."""

    kind: str
    key: str

    @property
    def thing(self) -> str:
        """Return what a link to it opens."""
        return f"picture/{self.kind}/{self.key}"

    def link(self, links: Links) -> str:
        """Return the address that this sign-in can open."""
        return f"{reverse('review:picture', args=(self.kind, self.key))}?token={links.token(self.thing)}"


class NoPicture(Exception):
    """There is no such picture in this institution, or its file is gone."""


def read_picture(ref: PictureRef, organisation: Organisation) -> tuple[bytes, str]:
    """Return a picture's bytes and media type. NoPicture for whatever else is asked for."""
    try:
        rows = _rows(ref, organisation)
    except (ValueError, OverflowError) as error:
        raise NoPicture from error
    return picture_of(rows)


def picture_of(rows: QuerySet) -> tuple[bytes, str]:
    """Return the picture of the one row there is, as bytes and media type. NoPicture where there is none."""
    try:
        body = blobs.read(rows.values_list("blob_key", flat=True).first() or "")
    except (ValueError, OverflowError, OSError) as error:
        raise NoPicture from error
    media_type = picture_type(body)
    if media_type is None:
        raise NoPicture
    return body, media_type


def _rows(ref: PictureRef, organisation: Organisation) -> QuerySet:
    if ref.kind == "evidence":
        return Evidence.objects.filter(
            violation__uuid=UUID(ref.key), violation__attempt__enrolment__student__organisation=organisation
        )
    if ref.kind == "reference":
        return ReferencePhoto.objects.filter(uuid=UUID(ref.key), student__organisation=organisation)
    if ref.kind not in PICTURED:
        raise NoPicture
    return PICTURED[ref.kind].objects.filter(uuid=UUID(ref.key), attempt__enrolment__student__organisation=organisation)
