"""The certificate of technical faults: a PDF of what our own server cost a student, and of nothing else found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.domain.technical import Cause
from oes.lib.moments import full_moment, seconds_in_words, zone_in_words
from oes.recordings.models import FaultLine
from oes.recordings.server_time import lost_by
from oes.reports.typesetting import typeset
from oes.review.account import fault_line
from oes.review.account_words import length_words


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything the page says. A fault is cause, what happened, when, how long."""

    organisation: str
    facts: tuple[tuple[str, str], ...]
    statement: str
    given: str
    ours: tuple[tuple[str, str, str, str], ...]
    others: tuple[tuple[str, str, str, str], ...]
    drawn_up: str


def certificate_of(*, attempt: Attempt, organisation: Organisation, now: datetime) -> Certificate | None:
    """Return the certificate of a started attempt, or None where our server cost it nothing. Five queries."""
    lost = lost_by(attempt)
    if lost.seconds <= 0:
        return None
    zone = ZoneInfo(organisation.time_zone)
    lines = list(FaultLine.objects.filter(attempt=attempt))
    length = length_words(lost.seconds)
    given = ngettext("%(n)d minute was given back.", "%(n)d minutes were given back.", lost.given) % {"n": lost.given}
    return Certificate(
        organisation=organisation.name,
        facts=_facts(attempt, zone, now),
        statement=_(
            "During this exam the server of the institution could not be reached for %(length)s. This was not the"
            " student’s fault and takes nothing off the trust percent."
        )
        % {"length": length},
        given=given if lost.given else "",
        ours=tuple(_row(line, attempt, zone) for line in lines if line.cause == Cause.SERVER),
        others=tuple(_row(line, attempt, zone) for line in lines if line.cause != Cause.SERVER),
        drawn_up=full_moment(now, zone),
    )


def certificate_pdf(told: Certificate, now: datetime) -> bytes:
    """Return the PDF."""
    return typeset("certificate.typ", lambda _folder: _data(told), now)


def file_name(attempt: Attempt) -> str:
    """Return a name of plain letters, so that every mail program can keep it."""
    return f"certificate-{attempt.uuid.hex[:12]}.pdf"


def _facts(attempt: Attempt, zone: ZoneInfo, now: datetime) -> tuple[tuple[str, str], ...]:
    student, exam, started_at = attempt.enrolment.student, attempt.enrolment.exam, attempt.started_at
    assert started_at is not None
    return (
        (_("Full name"), student.full_name),
        (_("Group"), student.study_group.code),
        (_("Record book number"), student.record_book_number),
        (_("Exam"), exam.title),
        (_("Session of"), full_moment(started_at, zone)),
        (_("End"), full_moment(attempt.ended_at, zone) if attempt.ended_at else _("still running")),
        (_("Duration"), seconds_in_words(attempt.duration_seconds(now))),
        (_("Time zone"), zone_in_words(zone, started_at)),
    )


def _row(fault: FaultLine, attempt: Attempt, zone: ZoneInfo) -> tuple[str, str, str, str]:
    line = fault_line(fault, attempt, zone)
    return line.what, f"{line.why} ({line.source})", line.server, line.length


def _data(told: Certificate) -> dict[str, Any]:
    return {
        "language": (get_language() or "ru")[:2],
        "organisation": told.organisation,
        "title": _("Certificate of a technical fault"),
        "facts": [list(fact) for fact in told.facts],
        "statement": told.statement,
        "given": told.given,
        "ours_title": _("Faults of our server"),
        "ours": [["", *row[1:]] for row in told.ours],
        "others_title": _("Other technical faults of this exam, without weight"),
        "others": [list(row) for row in told.others],
        "signature": _("Signature, full name, position"),
        "drawn_up": _("Drawn up %(moment)s") % {"moment": told.drawn_up},
    }
