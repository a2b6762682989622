"""Writes of the student's own page."""

from oes.attempts.models import Attempt
from oes.exams.models import Student
from oes.journal import services as journal


def note_own_view(*, attempt: Attempt, student: Student) -> str:
    """Keep in the journal that the student looked at the own data; return the link."""
    return journal.append(subject=attempt.uuid, action="own_data_viewed", actor=student.user.uuid)
