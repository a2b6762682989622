"""Writes of reviewing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.exams.models import Student
from oes.journal import services as journal
from oes.review.models import Verdict, Viewing

VIEW_HOURS = 1
"""A page that asks for itself anew is one viewing."""


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


def note_card(*, student: Student, by: User) -> str:
    """Keep in the journal who looked at a student's pictures; return the link."""
    since = timezone.now() - timedelta(hours=VIEW_HOURS)
    known = journal.recent_link(subject=student.uuid, action="card_viewed", actor=by.uuid, since=since)
    return known or journal.append(subject=student.uuid, action="card_viewed", actor=by.uuid)


@transaction.atomic
def open_viewing(*, attempt: Attempt, by: User, sign_in: str) -> Viewing:
    """Keep in the journal who begins to look at a recording."""
    viewing = Viewing(attempt=attempt, by=by, sign_in=sign_in)
    viewing.noted = journal.append(
        subject=attempt.uuid, action="recording_viewed", actor=by.uuid, viewing=str(viewing.uuid)
    )
    viewing.save(force_insert=True)
    return viewing


def viewing_of(*, attempt: Attempt, by: User, sign_in: str) -> Viewing:
    """Return the newest viewing of an attempt in this sign-in; a new one where its page was never opened."""
    mine = Viewing.objects.filter(attempt=attempt, by=by, sign_in=sign_in)
    return mine.order_by("-pk").first() or open_viewing(attempt=attempt, by=by, sign_in=sign_in)
