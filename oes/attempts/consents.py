"""What students agreed to, word for word, and what follows when they withdraw it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from oes.attempts.models import Attempt, AttemptMark, Consent, ConsentText
from oes.attempts.services import add_mark, end_attempt, note_change
from oes.exams.models import Enrolment
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest

Blocks = Sequence[Sequence[str]]


class WithdrawalRefused(Exception):
    """There is no consent to withdraw: none was given, or it is withdrawn already."""


def kept_text(*, version: str, language: str, blocks: Blocks) -> ConsentText:
    """Return the row of a text, made where nobody has read these words before."""
    values = {"version": version, "language": language, "blocks": [list(block) for block in blocks]}
    sha256 = digest(canonical(values))
    return ConsentText.objects.get_or_create(sha256=sha256, defaults=values)[0]


@transaction.atomic
def decline_consent(*, enrolment: Enrolment, text_version: str, language: str, user_agent: str) -> Consent:
    """Keep the refusal; there is no attempt."""
    consent = Consent.objects.create(
        enrolment=enrolment,
        accepted=False,
        text_version=text_version,
        language=language,
        user_agent=user_agent[:300],
    )
    journal.append(
        subject=enrolment.student.uuid,
        action="consent_declined",
        exam=str(enrolment.exam.uuid),
        text=text_version,
    )
    return consent


@transaction.atomic
def withdraw_consent(*, attempt: Attempt) -> Attempt:
    """Withdraw the consent to an attempt. Raises WithdrawalRefused.

    Until the end it ends the attempt: nothing more is recorded or taken, no percent is stated, a person decides. Faces
    are compared no more from then on. After the end the recording stays until the institution has decided about its
    erasure, which is asked for elsewhere.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("enrolment__exam").get(pk=attempt.pk)
    consent = Consent.objects.filter(attempt=attempt, accepted=True, withdrawn_at=None).first()
    if consent is None or attempt.is_rehearsal:
        raise WithdrawalRefused
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    journal.append(
        subject=attempt.uuid, action="consent_withdrawn", actor=attempt.enrolment.student.user.uuid,
        text=consent.text_version, ended=attempt.has_ended,
    )  # fmt: skip
    add_mark(attempt=attempt, kind=AttemptMark.Kind.CONSENT_WITHDRAWN)
    ended = attempt if attempt.has_ended else end_attempt(attempt=attempt, source="withdrawn")
    Attempt.objects.filter(pk=attempt.pk).update(compares_faces=False)
    note_change(attempt.pk)
    ended.compares_faces = False
    return ended
