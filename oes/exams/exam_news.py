"""What students are told of an exam that was changed after they could know of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.exams.models import Exam
from oes.notices.services import notify

MOVED = _("The exam was moved: %(exam)s")
MOVED_TEXT = _("“%(exam)s” is now on %(opens)s – %(closes)s (%(zone)s). Before: %(before)s.")
OTHER_ROOM = _("Another room: %(exam)s")
OTHER_ROOM_TEXT = _("“%(exam)s”, %(opens)s (%(zone)s): the room is now %(room)s.")


def tell_students(*, exam: Exam, before: Exam) -> int:
    """Tell those on the exam's list of other times or another room; return how many were told.

    Called with the stored exam and with what it was, in the transaction that changed it. Nobody is told of an exam that
    was over, or of one whose session is not published yet: it is still being planned.
    """
    at = timezone.now()
    hidden = exam.period is not None and not exam.period.is_published
    if hidden or before.closes_at <= at:
        return 0
    if (exam.opens_at, exam.closes_at) != (before.opens_at, before.closes_at):
        return _tell(exam, before, "exam_moved")
    return _tell(exam, before, "exam_room") if exam.room and exam.room != before.room else 0


def _tell(exam: Exam, before: Exam, kind: str) -> int:
    zone = ZoneInfo(exam.organisation.time_zone)
    title, text = (MOVED, MOVED_TEXT) if kind == "exam_moved" else (OTHER_ROOM, OTHER_ROOM_TEXT)
    readers = User.objects.filter(student__enrolments__exam=exam, is_active=True)
    rows = notify(
        users=readers,
        kind=kind,
        title=title,
        text=text,
        path=reverse("recorder:home"),
        opens=_shown(exam.opens_at, zone),
        closes=_shown(exam.closes_at, zone),
        before=_shown(before.opens_at, zone),
        zone=zone.key,
        room=exam.room,
        exam=exam.title,
    )
    return len(rows)


def _shown(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d.%m.%Y %H:%M")
