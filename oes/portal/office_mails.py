"""The worker's stage that mails applications to the official addresses of faculties."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Role, User
from oes.notices.addresses import origin_of
from oes.notices.mails import headers_of
from oes.notices.outbox import send_next
from oes.notices.services import notify
from oes.portal.models import OfficeMail


def mail_next() -> bool:
    """Send one mail that waits, as `oes.notices.outbox.send_next` does."""
    rows = OfficeMail.objects.select_related("application__organisation")
    return send_next(rows, message_of=_message, gave_up=_tell_registrar)


def _message(row: OfficeMail) -> EmailMessage:
    organisation = row.application.organisation
    origin = origin_of(organisation)
    parts = [row.text, f"{origin}/applications/{row.application.uuid}/" if origin else "", f"-- \n{organisation.name}"]
    return EmailMessage(
        subject=" ".join(f"{organisation.name}: {row.title}".split()),
        body="\n\n".join(part for part in parts if part),
        to=[row.to],
        headers=headers_of(row.uuid),
    )


def _tell_registrar(row: OfficeMail, said: str) -> None:
    """Tell who keeps the faculties' addresses; the administration where there is no registrar."""
    staff = User.objects.filter(organisation=row.application.organisation, is_active=True)
    users = list(staff.filter(roles__role=Role.REGISTRAR)) or list(staff.filter(roles__role=Role.ADMINISTRATION))
    notify(
        users=users, kind="office_mail_refused", title=_("A mail to %(to)s was refused"),
        text=_("%(about)s: the dean’s office did not get this mail. The mail server said: %(said)s"),
        path=f"/applications/{row.application.uuid}/", to=row.to, about=row.title, said=said[:200],
    )  # fmt: skip
