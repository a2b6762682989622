"""Pictures of people: looked up by row and institution, never by their place in the store."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from oes.accounts.models import Organisation
from oes.attempts.models import Challenge, IdentityCheck, ScreenCheck
from oes.exams.models import ReferencePhoto
from oes.lib import blobs
from oes.violations.models import Evidence

_TYPES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"RIFF", "image/webp"))


@dataclass(frozen=True, slots=True)
class PictureRef:
    """Which picture a page shows: evidence and reference by uuid, the checks by row id."""

    kind: str
    key: str

    @property
    def url(self) -> str:
        return reverse("review:picture", args=(self.kind, self.key))


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
    media_type = next((name for magic, name in _TYPES if body.startswith(magic)), None)
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
    checks = {"identity": IdentityCheck, "screen": ScreenCheck, "challenge": Challenge}
    if ref.kind not in checks:
        raise NoPicture
    return checks[ref.kind].objects.filter(pk=int(ref.key), attempt__enrolment__student__organisation=organisation)
