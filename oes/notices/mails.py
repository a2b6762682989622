"""The worker's stage that mails what people are told."""

import logging
from collections.abc import Iterable
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oes.domain.mailing import PAUSES, is_final, pause_after
from oes.notices.addresses import address_of
from oes.notices.models import Notice

log = logging.getLogger(__name__)
BATCH = 20
"""Mails over one connection to the mail server."""


def mail_next() -> bool:
    """Send some mails that wait; return False when none does, or when the mail server does not answer.

    Who takes a mail moves its next try on first, so that no other worker sends it and that it comes back where this
    one dies. A mail is sent again until the server says that it has it, and never after that. Between these two
    lies a moment in which a worker can die: the second copy then has the identifier of the first (RFC 5322, 3.6.4).
    """
    rows = list(Notice.objects.waiting(timezone.now())[:BATCH]) if settings.OES_MAIL_NOTICES else []
    if not rows:
        return False
    try:
        with get_connection() as connection:
            return all(_sent(connection, letter) for letter in _letters(rows))
    except (SMTPException, OSError) as error:
        log.warning("mail_server_away", extra={"error": str(error)})
        return False


def _letters(rows: list[Notice]) -> Iterable[list[Notice]]:
    """Yield what goes into one mail each: a notice, or all of somebody's day."""
    days = set()
    for row in rows:
        if not row.in_digest:
            yield _taken([row.pk])
        elif row.user_id not in days:
            days.add(row.user_id)
            mine = Notice.objects.waiting(timezone.now()).filter(user=row.user_id, in_digest=True)
            yield _taken(mine.values_list("pk", flat=True))


@transaction.atomic
def _taken(keys: Iterable[int]) -> list[Notice]:
    """Return those of the notices that this worker may send now; nobody else gets them."""
    now = timezone.now()
    mine = Notice.objects.waiting(now).filter(pk__in=list(keys))
    locked = list(mine.select_for_update(of=("self",)).values_list("pk", "mail_tries"))
    for pk, tries in locked:
        pause = pause_after(tries + 1) or PAUSES[-1]
        Notice.objects.filter(pk=pk).update(mail_tries=tries + 1, next_try_at=now + pause)
    rows = Notice.objects.filter(pk__in=[pk for pk, _tries in locked])
    return list(rows.select_related("user__organisation").order_by("created_at", "pk"))


def _sent(connection: object, letter: list[Notice]) -> bool:
    """Send one mail and write down what came of it; return whether the connection is good for another."""
    if not letter:
        return True
    try:
        connection.send_messages([message_of(letter)])  # type: ignore[attr-defined]
    except (SMTPRecipientsRefused, SMTPResponseException, ValueError) as error:
        _failed(letter, *answer_of(error))
    except (SMTPException, OSError) as error:  # it broke off: the mail may have gone or not
        _failed(letter, str(error), final=False)
        return False
    else:
        Notice.objects.filter(pk__in=[row.pk for row in letter]).update(mailed_at=timezone.now(), mail_error="")
    return True


def answer_of(error: Exception) -> tuple[str, bool]:
    """Return what the mail server said, and whether it will never take this mail. ValueError: no mail can be made."""
    if isinstance(error, SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return str(error), True
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    # A sender that is refused is our own setting, which somebody will mend.
    return f"{code} {said}", is_final(code) and not isinstance(error, SMTPSenderRefused)


def _failed(letter: list[Notice], said: str, final: bool) -> None:
    over = [row.pk for row in letter if final or pause_after(row.mail_tries) is None]
    rows = Notice.objects.filter(pk__in=[row.pk for row in letter])
    rows.update(mail_error=" ".join(said.split())[:200])
    rows.filter(pk__in=over).update(mail_refused_at=timezone.now())
    log.warning("mail_not_sent", extra={"notices": [str(row.uuid) for row in letter], "final": bool(over)})


def message_of(letter: list[Notice]) -> EmailMessage:
    """Return the mail about one notice, or about all of a day, in the language that its reader reads."""
    user, organisation = letter[0].user, letter[0].user.organisation
    with translation.override(user.language or settings.LANGUAGE_CODE):
        parts = [_part(row, alone=len(letter) == 1) for row in letter]
        subject = letter[0].title if len(letter) == 1 else _subject(len(letter))
        foot = [organisation.name]
        if letter[0].in_digest:
            foot.append(_("You get one mail a day. Choose otherwise on the page “Notices”."))
    known = "".join(str(row.uuid) for row in letter)
    name = letter[0].uuid if len(letter) == 1 else uuid5(NAMESPACE_URL, known)
    return EmailMessage(
        subject=f"{organisation.name}: {subject}",
        body="\n\n".join([*parts, "-- \n" + "\n".join(foot)]),
        to=[user.email],
        headers=headers_of(name),
    )


def headers_of(name: UUID) -> dict[str, str]:
    """Return the headers by which a second copy of a mail is known as the first, and no program answers it."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}


def _subject(count: int) -> str:
    return ngettext("%(count)d notice", "%(count)d notices", count) % {"count": count}


def _part(row: Notice, *, alone: bool) -> str:
    lines = [row.text] if alone else [row.title, row.text]
    return "\n".join(line for line in [*lines, address_of(row)] if line)
