"""The worker's stage that mails protocols to students and faculties."""

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oes.appeals.models import AppealMail
from oes.appeals.office import office_staff
from oes.lib import blobs
from oes.notices.mails import headers_of
from oes.notices.outbox import send_next
from oes.notices.services import notify


def mail_next() -> bool:
    """Send one protocol that waits, as `oes.notices.outbox.send_next` does."""
    rows = AppealMail.objects.select_related("appeal__organisation")
    return send_next(rows, message_of=_message, gave_up=_tell_registrar)


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


def paper_name(number: int, language: str) -> str:
    """Return a name of plain letters, so that every mail program can keep it."""
    return f"appeal-{number}-protocol-{language}.pdf"


def _tell_registrar(row: AppealMail, said: str) -> None:
    """Tell who keeps the addresses; the administration where there is no registrar."""
    notify(
        users=office_staff(row.appeal.organisation),
        kind="appeal_mail_refused", title=_("A mail to %(to)s was refused"),
        text=_("%(about)s: the protocol did not arrive. The mail server said: %(said)s"),
        path=reverse("appeals:protocol", args=[row.appeal.uuid]), to=row.to, about=row.title, said=said[:200],
    )  # fmt: skip
