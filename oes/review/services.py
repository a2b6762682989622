"""Writes of reviewing."""

from django.db import transaction

from oes.accounts.models import User
from oes.attempts.models import Attempt, IdentityCheck
from oes.exams.models import ReferencePhoto
from oes.journal import services as journal
from oes.review.models import PhotoComparison, Verdict


class VerdictRefused(Exception):
    """The attempt has not ended: there is nothing to judge yet."""


@transaction.atomic
def record_verdict(*, attempt: Attempt, honest: bool, reason: str, by: User) -> Verdict:
    """Add a verdict that stands above the earlier ones (G15). The machine's trust is not touched.

    A person who says again what they said last adds nothing, so a double click leaves one row.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.has_ended:
        raise VerdictRefused
    newest = Verdict.objects.filter(attempt=attempt).first()
    if newest and (newest.by_id, newest.honest, newest.reason) == (by.pk, honest, reason):
        return newest
    verdict = Verdict.objects.create(attempt=attempt, honest=honest, reason=reason, by=by)
    journal.append(
        subject=attempt.uuid, action="verdict_recorded", actor=by.uuid, verdict=str(verdict.uuid), honest=honest
    )
    return verdict


def note_pictures_seen(*, attempt: Attempt, by: User) -> None:
    """Keep in the journal who looked at the pictures of the identity checks."""
    journal.append(subject=attempt.uuid, action="identity_pictures_viewed", actor=by.uuid)


@transaction.atomic
def compare_photos(*, check: IdentityCheck, reference: ReferencePhoto, result: str, by: User) -> PhotoComparison:
    """Record whether a person sees the student of the reference photo on a picture of the exam.

    The same word of the same person on the same pictures again adds nothing. No trust percent depends on it.
    """
    attempt = Attempt.objects.select_for_update().get(pk=check.attempt_id)
    newest = PhotoComparison.objects.filter(check_of=check).first()
    said = (by.pk, result, reference.sha256)
    if newest and (newest.by_id, newest.result, newest.reference_sha256) == said:
        return newest
    row = PhotoComparison.objects.create(check_of=check, reference_sha256=reference.sha256, result=result, by=by)
    journal.append(
        subject=attempt.uuid, action="photos_compared", actor=by.uuid, moment=check.moment,
        at_seconds=check.at_seconds, picture=check.sha256, reference=reference.sha256, result=result,
    )  # fmt: skip
    return row
