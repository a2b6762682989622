"""The signed head by mail, to the student's own address, once."""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oes.attempts.models import Attempt
from oes.domain.attempt_state import ENDED
from oes.evidence import receipts
from oes.evidence.models import MailedReceipt, SignedHead
from oes.evidence.queries import newest_head
from oes.journal import services as journal
from oes.lib.moments import full_moment
from oes.lib.qr import qr_png

log = logging.getLogger(__name__)
SINCE = timedelta(days=7)
"""Nobody is written to about an exam that lies longer ago: the mail server was missing all the time."""


def mail_next() -> bool:
    """Send one student the signed head of an exam whose trust is final; return False when nobody waits.

    The row is there before the mail leaves, so that two workers never send twice. Where the mail server does not
    answer it is taken back, and the next turn tries again.
    """
    if not settings.OES_MAIL_RECEIPTS:
        return False
    for attempt in _waiting():
        head = newest_head(attempt.uuid)
        if head is None:
            continue
        row, new = MailedReceipt.objects.get_or_create(attempt=attempt, defaults={"head": head})
        if new:
            return _sent(attempt, head, row)
    return False


def _waiting() -> list[Attempt]:
    rows = (
        Attempt.objects.real()
        .filter(
            state__in=ENDED,
            ended_at__gt=timezone.now() - SINCE,
            trust__is_final=True,
            mailed_receipt=None,
        )
        .exclude(enrolment__student__user__email="")
        .select_related("enrolment__exam", "enrolment__student__user", "enrolment__student__organisation", "consent")
    )
    return list(rows.order_by("ended_at")[:20])


def _sent(attempt: Attempt, head: SignedHead, row: MailedReceipt) -> bool:
    try:
        message_of(attempt, head).send()
    except SMTPRecipientsRefused:
        log.warning("receipt_refused", extra={"attempt": str(attempt.uuid)})
    except (SMTPException, OSError) as error:
        log.warning("receipt_not_sent", extra={"error": str(error)})
        row.delete()
        return False
    else:
        with transaction.atomic():
            journal.append(subject=attempt.uuid, action="receipt_mailed", length=head.length, head=head.head)
    return True


def message_of(attempt: Attempt, head: SignedHead) -> EmailMessage:
    """Return the mail in the language that the student read the consent in."""
    student, exam = attempt.enrolment.student, attempt.enrolment.exam
    zone = ZoneInfo(student.organisation.time_zone)
    consent = getattr(attempt, "consent", None)
    with translation.override(consent.language if consent and consent.language else settings.LANGUAGE_CODE):
        lines = [
            _("The record of your exam “%(exam)s” is signed.") % {"exam": exam.title},
            _(
                "Keep this mail. The code in it binds everything that is kept of this exam: with it anybody can check "
                "later that nothing was changed or left out. It says nothing about the result."
            ),
            receipts.text_of(head),
            "\n".join(
                [
                    _("Signed") + ": " + full_moment(head.signed_at, zone),
                    _("Entries") + f": {head.length}",
                    _("The last entry") + f": {head.head}",
                    _("Fingerprint of the institution’s key") + f": {receipts.in_groups(head.key.fingerprint)}",
                    _("Signature") + f": {head.signature}",
                ]
            ),
            student.organisation.name,
        ]
        subject = " ".join(f"{_('The signed record')}: {exam.title}".split())
    picture = ("receipt.png", qr_png(receipts.text_of(head), scale=8), "image/png")
    return EmailMessage(subject=subject, body="\n\n".join(lines), to=[student.user.email], attachments=[picture])
