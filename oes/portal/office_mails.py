"""The worker's stage that mails applications to the official addresses of faculties."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Role, User
from oes.domain.mailing import PAUSES, pause_after
from oes.notices.addresses import origin_of
from oes.notices.mails import answer_of, headers_of
from oes.notices.services import notify
from oes.portal.models import OfficeMail

log = logging.getLogger(__name__)


def mail_next() -> bool:
    """Send one mail that waits; return False when none does, or when the mail server does not answer.

    As with notices: who takes a mail moves its next try on first. It is sent again until the server says that it has
    it, and never after that; a second copy has the identifier of the first.
    """
    row = _taken() if settings.OES_MAIL_NOTICES else None
    if row is None:
        return False
    try:
        _message(row).send()
    except (SMTPRecipientsRefused, SMTPResponseException, ValueError) as error:
        said, final = answer_of(error)
        _failed(row, said, final)
    except (SMTPException, OSError) as error:
        _failed(row, str(error), final=False)
        return False
    else:
        OfficeMail.objects.filter(pk=row.pk).update(mailed_at=timezone.now())
    return True


@transaction.atomic
def _taken() -> OfficeMail | None:
    """Return the mail that waits longest, which nobody else gets before its next try."""
    now = timezone.now()
    waiting = OfficeMail.objects.select_for_update(of=("self",)).filter(mailed_at=None, refused_at=None)
    row = (
        waiting.filter(next_try_at__lte=now).select_related("application__organisation").order_by("next_try_at").first()
    )
    if row:
        row.tries += 1
        row.next_try_at = now + (pause_after(row.tries) or PAUSES[-1])
        row.save(update_fields=["tries", "next_try_at"])
    return row


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


def _failed(row: OfficeMail, said: str, final: bool) -> None:
    over = final or pause_after(row.tries) is None
    if over:
        OfficeMail.objects.filter(pk=row.pk).update(refused_at=timezone.now())
        _tell_registrar(row, said)
    log.warning("office_mail_not_sent", extra={"mail": str(row.uuid), "final": over, "error": said[:200]})


def _tell_registrar(row: OfficeMail, said: str) -> None:
    """Tell who keeps the faculties' addresses; the administration where there is no registrar."""
    staff = User.objects.filter(organisation=row.application.organisation, is_active=True)
    users = list(staff.filter(roles__role=Role.REGISTRAR)) or list(staff.filter(roles__role=Role.ADMINISTRATION))
    notify(
        users=users, kind="office_mail_refused", title=_("A mail to %(to)s was refused"),
        text=_("%(about)s: the dean’s office did not get this mail. The mail server said: %(said)s"),
        path=f"/applications/{row.application.uuid}/", to=row.to, about=row.title, said=said[:200],
    )  # fmt: skip
