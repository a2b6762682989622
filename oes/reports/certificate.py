"""The certificate of technical faults: a PDF of what our own server cost a student, and of nothing else found."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.domain.technical import Cause
from oes.lib.moments import full_moment, report_span, seconds_in_words, zone_in_words
from oes.recordings.models import FaultLine
from oes.recordings.server_time import lost_by
from oes.review.account_words import cause_words, length_words, source_words
from oes.review.detailed_words import gap_words

_TEMPLATE = Path(__file__).with_name("typst") / "certificate.typ"


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
    """Return the PDF; typst gets data as inputs, nothing is pasted into its source."""
    with TemporaryDirectory(prefix="oes-certificate-") as name:
        main = Path(name) / "main.typ"
        main.write_bytes(_TEMPLATE.read_bytes())
        return typst.compile(
            main,
            root=name,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_data(told), ensure_ascii=False)},
            timestamp=int(now.timestamp()),
        )


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


def _row(line: FaultLine, attempt: Attempt, zone: ZoneInfo) -> tuple[str, str, str, str]:
    assert attempt.started_at is not None
    start = attempt.started_at + timedelta(seconds=line.start_seconds)
    end = attempt.started_at + timedelta(seconds=line.end_seconds)
    length = length_words(line.end_seconds - line.start_seconds)
    what = f"{gap_words(line.reason)} ({source_words(line.known_by)})"
    return cause_words(line.cause), what, report_span(start, end, zone), length


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
