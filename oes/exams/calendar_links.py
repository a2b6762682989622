"""The secret links of students' calendars: made, renewed, ended, found."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from oes.accounts.models import Organisation
from oes.exams.models import CalendarLink, Student
from oes.journal import services as journal
from oes.lib.codes import keyed_hash

_KEY, _PROOF = 32, 32
"""Hexadecimal digits of the two halves of a token."""


def token_of(link: CalendarLink) -> str:
    """Return what opens a calendar: the row's key, and a proof that only this installation can make."""
    return link.key.hex + _proof(link.key)


def _proof(key: UUID) -> str:
    return keyed_hash("calendar link", key.hex)[:_PROOF]


def student_of_token(organisation: Organisation, token: str) -> Student | None:
    """Return whose calendar a token opens here; None for a wrong or ended one. At most one query."""
    try:
        key = UUID(token[:_KEY])
    except ValueError:
        return None
    if not constant_time_compare(token, key.hex + _proof(key)):
        return None
    rows = Student.objects.filter(organisation=organisation, user__is_active=True, calendar_link__key=key)
    return rows.select_related("user", "organisation").first()


def link_of(student: Student) -> CalendarLink | None:
    """Return the link that opens the student's calendar now."""
    return CalendarLink.objects.filter(student=student).first()


@transaction.atomic
def make_link(*, student: Student) -> CalendarLink:
    """Make a link; the one before opens nothing any more."""
    link, _ = CalendarLink.objects.update_or_create(
        student=student, defaults={"key": uuid4(), "made_at": timezone.now()}
    )
    journal.append(subject=student.uuid, action="calendar_link_made", actor=student.user.uuid)
    return link


@transaction.atomic
def end_link(*, student: Student) -> None:
    """End the link; ending twice changes nothing."""
    gone, _ = CalendarLink.objects.filter(student=student).delete()
    if gone:
        journal.append(subject=student.uuid, action="calendar_link_ended", actor=student.user.uuid)
