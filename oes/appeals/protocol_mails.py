"""Mails of protocols to students and faculties: the worker's stage, and sending a refused one again."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.appeals.models import AppealMail
from oes.appeals.moving import AppealRefused, chain_of
from oes.appeals.protocol_queries import may_keep
from oes.appeals.seated import office_of
from oes.journal import services as journal
from oes.lib import blobs
from oes.notices.mails import headers_of
from oes.notices.outbox import send_next
from oes.notices.services import notify


def mail_next() -> bool:
    """Send one protocol that waits, as `oes.notices.outbox.send_next` does."""
    rows = AppealMail.objects.select_related("appeal__organisation", "appeal__student")
    return send_next(rows, message_of=_message, gave_up=_gave_up)


def _message(row: AppealMail) -> EmailMessage:
    organisation = row.appeal.organisation
    papers = row.appeal.protocols.filter(language__in=row.languages).order_by("language")  # type: ignore[attr-defined]
    return EmailMessage(
        subject=" ".join(f"{organisation.name}: {row.title}".split()),
        body=f"{row.text}\n\n-- \n{organisation.name}",
        to=[row.to],
        headers=headers_of(row.uuid),
        attachments=[(paper_name(row.appeal.number, one.language), blobs.read(one.blob_key), PDF) for one in papers],
    )


PDF = "application/pdf"
FOR_FACULTY = ("kk", "ru")
"""The protocols that a faculty gets; the student gets one, in the own language."""


def paper_name(number: int, language: str) -> str:
    """Return a name of plain letters, so that every mail program can keep it."""
    return f"appeal-{number}-protocol-{language}.pdf"


@transaction.atomic
def mail_again(*, mail: AppealMail, by: User) -> AppealMail:
    """Let the worker try a refused mail anew, to the address that is known now; any other stays as it is.

    Raises AppealRefused (right: not who may draw up the protocol).
    """
    rows = AppealMail.objects.select_for_update(of=("self",))
    row = rows.select_related("appeal__organisation", "appeal__student__user", "appeal__faculty").get(pk=mail.pk)
    if not may_keep(by, row.appeal):
        raise AppealRefused("right")
    if row.refused_at is None:
        return row
    row.to, row.said, row.refused_at = _address(row) or row.to, "", None
    row.tries, row.next_try_at = 0, timezone.now()
    row.save(update_fields=["to", "said", "refused_at", "tries", "next_try_at"])
    journal.append(
        subject=chain_of(row.appeal), action="appeal_mail_again", actor=by.uuid, appeal=str(row.appeal.uuid),
        mail=str(row.uuid),
    )  # fmt: skip
    return row


def _address(row: AppealMail) -> str:
    """Return where such a mail goes today: who was refused has often got another address since."""
    if tuple(row.languages) != FOR_FACULTY:
        return row.appeal.student.user.email
    return row.appeal.faculty.mail if row.appeal.faculty else ""


def _gave_up(row: AppealMail, said: str) -> None:
    """Keep what the server said, and tell who keeps the addresses; the administration where there is no registrar."""
    row.said = said[:200]
    row.save(update_fields=["said"])
    notify(
        users=office_of(row.appeal),
        kind="appeal_mail_refused", title=_("A mail to %(to)s was refused"),
        text=_("%(about)s: the protocol did not arrive. The mail server said: %(said)s"),
        path=reverse("appeals:protocol", args=[row.appeal.uuid]), to=row.to, about=row.title, said=row.said,
    )  # fmt: skip
