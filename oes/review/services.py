"""Writes of reviewing."""

from django.db import transaction

from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.review import documents
from oes.review.models import Verdict


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
        subject=attempt.uuid, action="verdict_recorded", actor=by.uuid, part=str(verdict.uuid), honest=honest,
        verdict=str(verdict.uuid), sha256=digest(documents.verdict(verdict)),
    )  # fmt: skip
    return verdict
