"""The application as a form to print and sign, in the language of the page."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oes.domain.application_state import ApplicationState
from oes.lib.moments import full_day, full_moment, zone_in_words
from oes.portal.models import Application
from oes.reports.typesetting import typeset

_TEMPLATE = str(Path(__file__).with_name("typst") / "application.typ")
_DECIDED = (ApplicationState.GRANTED, ApplicationState.REFUSED)


def application_pdf(application: Application, now: datetime) -> bytes:
    """Return the PDF. `application` comes with its steps."""
    return typeset(_TEMPLATE, lambda _folder: _data(application, now), now)


def file_name(application: Application) -> str:
    """Return a name of plain letters, so that every mail program can keep it."""
    return f"application-{application.number}.pdf"


def _data(row: Application, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(row.organisation.time_zone)
    return {
        "language": (get_language() or "ru")[:2],
        "organisation": row.organisation.name,
        "to": _("To the dean’s office of the faculty: %(faculty)s") % {"faculty": row.faculty.name},
        "from_label": _("From the student"),
        "facts": _facts(row),
        "title": _("Application for cumulative assessment"),
        "number": _("No. %(number)d") % {"number": row.number},
        "request": _("I ask for cumulative assessment in place of the exam in the subject:"),
        "subject": f"{row.subject.title} ({row.subject.code}) · {row.subject.period.title}",
        "reason_label": _("Reason"),
        "reason": row.reason,
        "filed": [_("Date of filing"), full_moment(row.submitted_at, zone)],
        "sign_student": _("Student: signature, date"),
        "office_label": _("Filled in by the dean’s office"),
        "decision": _decision(row, zone),
        "sign_dean": _("Dean’s office: signature, date"),
        "drawn_up": _("Drawn up %(moment)s") % {"moment": f"{full_moment(now, zone)}, {zone_in_words(zone, now)}"},
    }


def _facts(row: Application) -> list[list[str]]:
    student = row.student
    facts = [
        (_("Full name"), student.full_name),
        (_("Group"), student.study_group.code),
        (_("Course"), str(row.course)),
        (_("Record book number"), student.record_book_number),
        (_("IIN"), student.iin),
        (_("Contacts"), row.contact),
    ]
    return [[label, value] for label, value in facts if value]


def _decision(row: Application, zone: ZoneInfo) -> list[list[str]]:
    """Return the lines of the office's box; empty values are filled in by hand."""
    steps = [step for step in row.steps.all() if step.state == row.state and row.state in _DECIDED]
    newest = steps[-1] if steps else None
    return [
        [_("Decision"), str(row.get_state_display()) if newest else ""],
        [_("Reason"), newest.reason if newest else ""],
        [_("Decided by"), newest.by.shown_name if newest else ""],
        [_("Date"), full_day(newest.at, zone) if newest else ""],
    ]
