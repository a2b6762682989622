"""What an attempt is allowed beyond the policy: frozen from accommodations at "OK", with what staff granted on top."""

from datetime import datetime, timedelta

from oes.accounts.models import User
from oes.attempts.models import Allowance, Attempt
from oes.domain.accommodation import PLAIN, Terms, added, closing_time
from oes.exams.queries import terms_for
from oes.journal import services as journal

SPARE = timedelta(hours=6)
"""For breaks and exams that begin late, and for what is sent afterwards."""

ON_TOP = (Allowance.Source.GRANT, Allowance.Source.SERVER)


def terms_of(attempt: Attempt) -> Terms:
    """Return what a started attempt is allowed, as its rows say; plain before "OK".

    One query, or none when `allowances` was fetched before.
    """
    rows = list(attempt.allowances.all())
    applied = [row.value() for row in rows if row.source == Allowance.Source.ACCOMMODATION]
    granted = [row.value() for row in rows if row.source in ON_TOP]
    return added(applied[-1] if applied else PLAIN, granted)


def terms_now(attempt: Attempt, at: datetime) -> Terms:
    """Return what the student of an attempt is allowed at a moment, be it started or not. One to three queries."""
    if attempt.started_at is not None:
        return terms_of(attempt)
    return terms_for(attempt.enrolment.student, attempt.enrolment.exam, at)


def closes_at(attempt: Attempt, at: datetime) -> datetime:
    """Return when the exam closes for this attempt; a pause that lasts moves it as it goes on."""
    return closing_time(attempt.enrolment.exam.closes_at, terms_now(attempt, at), attempt.paused_so_far(at))


def planned_seconds(attempt: Attempt, terms: Terms) -> int:
    """Return the planned duration of a student's exam, with the extra minutes."""
    return (attempt.enrolment.exam.planned_minutes + terms.extra_minutes) * 60


def token_lifetime(attempt: Attempt, at: datetime) -> timedelta:
    """Return how long what is handed out for an exam at a moment may be used: its duration and six hours to spare."""
    return timedelta(seconds=planned_seconds(attempt, terms_now(attempt, at))) + SPARE


def apply_accommodations(*, attempt: Attempt, at: datetime, by: User | None = None) -> Terms:
    """Freeze what the student's accommodations allow at a moment with the attempt; return it.

    `by`: a person who applies them anew, which is kept and told even when they allow nothing.
    """
    terms = terms_for(attempt.enrolment.student, attempt.enrolment.exam, at)
    if not terms.is_plain or by is not None:
        add_allowance(attempt=attempt, source=Allowance.Source.ACCOMMODATION, terms=terms, by=by)
    return terms


def add_allowance(*, attempt: Attempt, source: str, terms: Terms, by: User | None) -> None:
    """Add a row and tell the journal what is allowed; why is nowhere near an attempt."""
    row = Allowance.objects.create(
        attempt=attempt, source=source, by=by, kinds_off=sorted(terms.kinds_off), breaks=terms.breaks,
        break_minutes=terms.break_minutes, extra_minutes=terms.extra_minutes,
    )  # fmt: skip
    action = "allowance_applied"
    if source == Allowance.Source.GRANT:
        action = "allowance_granted"
    elif source == Allowance.Source.SERVER:
        action = "server_time_given"
    journal.append(
        subject=attempt.uuid, action=action, actor=by.uuid if by else None, kinds_off=row.kinds_off,
        breaks=row.breaks, break_minutes=row.break_minutes, extra_minutes=row.extra_minutes,
    )  # fmt: skip
