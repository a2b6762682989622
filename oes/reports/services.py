"""Writes of the reports: who saw one, and where one was sent."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.journal import services as journal
from oes.reports.pdf import file_name
from oes.reports.queries import PhotoReport

logger = logging.getLogger(__name__)


class MailNotSent(Exception):
    """The mail server did not take the message."""


def note_view(*, attempt: Attempt, by: User, form: str) -> str:
    """Keep in the journal who looked at the pictures of an attempt; return the link. `form`: page or pdf."""
    return journal.append(subject=attempt.uuid, action="photo_report_viewed", actor=by.uuid, form=form)


def view_noted(*, attempt: Attempt, by: User) -> str:
    """Return the journal's link of the page that somebody has open and that is shown once more."""
    since = timezone.now() - timedelta(hours=1)
    known = journal.recent_link(subject=attempt.uuid, action="photo_report_viewed", actor=by.uuid, since=since)
    return known or note_view(attempt=attempt, by=by, form="page")


def note_certificate(*, attempt: Attempt, by: User) -> None:
    """Keep in the journal who had a certificate of faults made."""
    journal.append(subject=attempt.uuid, action="fault_certificate_made", actor=by.uuid)


def mail_photo_report(*, report: PhotoReport, pdf: bytes, to: str, note: str, by: User) -> None:
    """Send the PDF. The journal has the address before anything leaves, and the failure if there is one."""
    message = EmailMessage(
        subject=" ".join(f"{_('Photo report')}: {report.full_name}, {report.exam}".split()),
        body=_body(report, note, by),
        to=[to],
        attachments=[(file_name(report), pdf, "application/pdf")],
    )
    journal.append(subject=report.attempt, action="photo_report_mailed", actor=by.uuid, to=to)
    try:
        message.send()
    except (SMTPException, OSError) as error:
        journal.append(subject=report.attempt, action="photo_report_mail_failed", actor=by.uuid, to=to)
        logger.warning("mail_not_sent", extra={"error": str(error)})
        raise MailNotSent from error


def _body(report: PhotoReport, note: str, by: User) -> str:
    said = _("%(name)s, %(exam)s, session of %(moment)s. The photo report is attached.") % {
        "name": report.full_name,
        "exam": report.exam,
        "moment": report.session_of,
    }
    sender = _("Sent by %(name)s, %(organisation)s.") % {
        "name": by.shown_name,
        "organisation": report.organisation,
    }
    return "\n\n".join(part for part in (said, note, sender) if part)
