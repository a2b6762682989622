"""Why nothing of an attempt may be deleted, for whoever asks to erase it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from oes.attempts.models import Attempt
from oes.domain.erasure import Kept
from oes.domain.retention import holds
from oes.retention.queries import AFTER_RELEASE, today_of


def contested(attempt: Attempt, now: datetime) -> list[Kept]:
    """Return that an appeal is open, or until when a verdict that was told keeps everything."""
    rows: Any = attempt
    if any(appeal.is_open for appeal in rows.appeals.all()):
        return [Kept(_("An appeal is open."))]
    told = [row.release.at for row in rows.verdicts.all() if hasattr(row, "release")]
    until = max(told) + AFTER_RELEASE if told else now
    if until <= now:
        return []
    return [Kept(_("The verdict can still be contested."), today_of(attempt.enrolment.student.organisation, until))]


def held(attempt: Attempt, now: datetime) -> list[Kept]:
    """Return a reason for each hold that stands. Why somebody holds it is not the student's to read."""
    rows = [row for row in attempt.holds.all() if row.lifted_at is None]
    if not rows:
        return []
    today = today_of(attempt.enrolment.student.organisation, now)
    standing = [row for row in rows if holds(row.until, False, today)]
    return [Kept(_("It is kept for an appeal or an inquiry."), row.until) for row in standing]
