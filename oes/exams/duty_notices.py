"""Telling proctors and observers of their exams."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.exams.models import ExamDuty
from oes.lib.moments import full_moment
from oes.notices.services import notify


def tell_of_duties(rows: Sequence[ExamDuty]) -> None:
    """Tell each person once of all exams that were given at once. The rows have one duty."""
    title = _("You proctor an exam") if rows[0].duty == ExamDuty.Duty.PROCTOR else _("You observe an exam")
    for user, mine in _by_user(rows):
        notify(users=[user], kind="duty_given", title=title, text="%(exams)s", exams=_lines(mine))


def tell_of_ended(rows: Sequence[ExamDuty]) -> None:
    """Tell each person who is still here once of all duties that ended."""
    for user, mine in _by_user(rows):
        if user.is_active:
            title = _("You have no duty at an exam any more")
            notify(users=[user], kind="duty_ended", title=title, text="%(exams)s", exams=_lines(mine))


def _by_user(rows: Iterable[ExamDuty]) -> Iterable[tuple[User, list[ExamDuty]]]:
    found: dict[int, list[ExamDuty]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    return [(mine[0].user, mine) for mine in found.values()]


def _lines(rows: Sequence[ExamDuty]) -> str:
    zone = ZoneInfo(rows[0].exam.organisation.time_zone)
    ordered = sorted(rows, key=lambda row: row.exam.opens_at)
    return "\n".join(f"{full_moment(row.exam.opens_at, zone)[:16]} {row.exam.title}" for row in ordered)
