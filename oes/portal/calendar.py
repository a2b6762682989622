"""The student's exams as a calendar."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from oes.domain.icalendar import Event, calendar_text
from oes.exams.models import Exam, Student
from oes.recorder.queries import ExamLine, exam_lines


def student_calendar(student: Student, *, at: datetime, language: str, absolute: Callable[[str], str]) -> str:
    """Return all exams of a student as iCalendar text. `absolute` makes whole addresses of ours."""
    with translation.override(language):
        events = [_event(line, student, absolute) for line in exam_lines(student, at)]
        return calendar_text(name=gettext("My exams"), stamped_at=at, events=events)


def _event(line: ExamLine, student: Student, absolute: Callable[[str], str]) -> Event:
    exam = line.enrolment.exam
    return Event(
        uid=f"{exam.uuid}@{student.organisation.uuid}",
        start=exam.opens_at,
        end=line.closes_at,
        summary=exam.title,
        description=_description(exam, absolute),
        location=_location(line),
        url=absolute(reverse("recorder:home")),
    )


def _location(line: ExamLine) -> str:
    """Return the booked seat with its address, else the exam's room."""
    exam, booking = line.enrolment.exam, line.booking
    if booking is None:
        return gettext("room %(room)s") % {"room": exam.room} if exam.room else ""
    place = booking.seat.place
    seat = gettext("%(place)s, seat %(number)s") % {"place": place.name, "number": booking.seat.number}
    return f"{seat}, {place.address}" if place.address else seat


def _description(exam: Exam, absolute: Callable[[str], str]) -> str:
    minutes = ngettext("%(minutes)s minute", "%(minutes)s minutes", exam.planned_minutes)
    lines = [
        f"{exam.get_format_display()} · {minutes % {'minutes': exam.planned_minutes}}",
        f"{gettext('My exams')}: {absolute(reverse('recorder:home'))}",
        f"{gettext('Try your device')}: {absolute(reverse('rehearsals:begin'))}",
        f"{gettext('Exam session')}: {absolute(reverse('portal:session'))}",
    ]
    return "\n".join(lines)
