"""Mails to official addresses, which wait in rows of the app that writes them; this sends them, for every such app."""

import logging
import uuid
from collections.abc import Callable
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone

from oes.domain.mailing import PAUSES, pause_after
from oes.notices.mails import answer_of

log = logging.getLogger(__name__)


class WaitingMail(models.Model):
    """A mail that waits for the worker, written with the rows that it tells of."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    """The mail server will never take it."""
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    """No worker takes it before: moved on when one takes it, so that it comes back where that worker dies."""

    class Meta:
        abstract = True


Mail = TypeVar("Mail", bound=WaitingMail)


def send_next(
    rows: "models.QuerySet[Mail]",
    *,
    message_of: Callable[[Mail], EmailMessage],
    gave_up: Callable[[Mail, str], object],
) -> bool:
    """Send the one of the rows that waits longest; False when none does, or when the mail server does not answer.

    As with notices: who takes a mail moves its next try on first. It is sent again until the server says that it has
    it, and never after that; a second copy has the identifier of the first. `gave_up` learns what the server said of a
    mail that is not tried any more. `message_of` raises ValueError or OSError where no mail can be made (now).
    """
    row = _taken(rows) if settings.OES_MAIL_NOTICES else None
    if row is None:
        return False
    try:
        message_of(row).send()
    except (SMTPRecipientsRefused, SMTPResponseException, ValueError) as error:
        said, final = answer_of(error)
        _failed(row, said, final, gave_up)
    except (SMTPException, OSError) as error:
        _failed(row, str(error), False, gave_up)
        return False
    else:
        row.mailed_at = timezone.now()
        row.save(update_fields=["mailed_at"])
    return True


@transaction.atomic
def _taken(rows: "models.QuerySet[Mail]") -> Mail | None:
    """Return the mail that waits longest, which nobody else gets before its next try."""
    now = timezone.now()
    waiting = rows.select_for_update(of=("self",)).filter(mailed_at=None, refused_at=None, next_try_at__lte=now)
    row = waiting.order_by("next_try_at").first()
    if row:
        row.tries += 1
        row.next_try_at = now + (pause_after(row.tries) or PAUSES[-1])
        row.save(update_fields=["tries", "next_try_at"])
    return row


def _failed(row: Mail, said: str, final: bool, gave_up: Callable[[Mail, str], object]) -> None:
    over = final or pause_after(row.tries) is None
    if over:
        row.refused_at = timezone.now()
        row.save(update_fields=["refused_at"])
        gave_up(row, said)
    log.warning("office_mail_not_sent", extra={"mail": str(row.uuid), "final": over, "error": said[:200]})
