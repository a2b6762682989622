"""Writes of reviewing."""

from django.db import transaction

from oes.accounts.models import User
from oes.attempts.models import Attempt, IdentityCheck
from oes.exams.models import ReferencePhoto
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.review import documents
from oes.review.models import Answer, PhotoComparison, Verdict
from oes.violations.models import Violation

MOST_ANSWERS = 200
"""Of one attempt, changed ones among them."""


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


class AnswerRefused(Exception):
    """The attempt has as many answers as one may have."""


@transaction.atomic
def give_answer(*, violation: Violation, text: str, by: User) -> Answer:
    """Keep what a student says to an event. The same text again adds nothing. Raises AnswerRefused.

    The journal has the hash of its document, not its text.
    """
    attempt = Attempt.objects.select_for_update().get(pk=violation.attempt_id)
    row = Answer(
        attempt=attempt, kind=violation.kind, detail=violation.detail, start_seconds=violation.start_seconds,
        end_seconds=violation.end_seconds, text=text,
    )  # fmt: skip
    newest = Answer.objects.filter(attempt=attempt, kind=row.kind).last()
    if newest and (newest.event(), newest.text) == (row.event(), text):
        return newest
    if Answer.objects.filter(attempt=attempt).count() >= MOST_ANSWERS:
        raise AnswerRefused
    row.save()
    journal.append(
        subject=attempt.uuid, action="answer_given", actor=by.uuid, part=str(row.uuid), kind=row.kind,
        start_seconds=row.start_seconds, end_seconds=row.end_seconds,
        sha256=digest(documents.answer_document(row)),
    )  # fmt: skip
    return row
