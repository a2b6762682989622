"""The student's own pictures: by row and attempt, never by their place in the store."""

from uuid import UUID

from django.db.models import QuerySet

from oes.attempts.models import PICTURED, Attempt
from oes.review.pictures import NoPicture, PictureRef, picture_of
from oes.violations.models import Evidence


def own_picture(ref: PictureRef, attempt: Attempt, *, with_findings: bool) -> tuple[bytes, str]:
    """Return a picture of this attempt: bytes and media type. NoPicture for whatever else is asked for.

    `with_findings`: whether the student may see what was found.
    """
    try:
        rows = _rows(ref, attempt, with_findings=with_findings)
    except (ValueError, OverflowError) as error:
        raise NoPicture from error
    return picture_of(rows)


def _rows(ref: PictureRef, attempt: Attempt, *, with_findings: bool) -> QuerySet:
    if ref.kind == "evidence" and with_findings:
        return Evidence.objects.filter(violation__attempt=attempt, violation__uuid=UUID(ref.key))
    if ref.kind not in PICTURED:
        raise NoPicture
    return PICTURED[ref.kind].objects.filter(attempt=attempt, uuid=UUID(ref.key))
