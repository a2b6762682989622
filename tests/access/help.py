"""A place with a seat that the student has booked."""

from datetime import time
from typing import Any
from uuid import uuid4

from django.utils import timezone

from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.domain.seats import Hours
from oes.exams.models import (
    ExamPeriod,
    Faculty,
    FacultyOffice,
    Place,
    PlaceKind,
    SeatBooking,
    StudyGroup,
    Subject,
)
from oes.exams.seat_services import save_place
from oes.portal.application_services import apply
from oes.portal.models import Application
from oes.portal.problem_services import report_problem
from tests.access import roles


def help_values(users: dict[str, User], attempt: Attempt) -> dict[str, Any]:
    """Return what stands in the addresses of the pages of help."""
    admin, exam = users[roles.ADMINISTRATOR], attempt.enrolment.exam
    week = [Hours(day, time(0), time(23, 59)) for day in range(7)]
    place = Place(organisation=admin.organisation, name="Library", kind=PlaceKind.CAMERAS)
    place = save_place(place=place, hours=week, seats=2, by=admin)
    booking = SeatBooking.objects.create(
        seat=place.seats.get(number=1), enrolment=attempt.enrolment, starts_at=exam.opens_at, ends_at=exam.closes_at,
        code="K7M4QX",
    )  # fmt: skip
    problem = report_problem(uuid=uuid4(), student=attempt.enrolment.student, attempt=attempt, kind="camera", text="?")
    application = _application(users, attempt)
    return {
        "application": application.uuid,
        "problem": problem.uuid,
        "place": place.uuid,
        "booking": booking.uuid,
        "portal:seat_set:number": 1,
    }


def _application(users: dict[str, User], attempt: Attempt) -> Application:
    """Return an application of the student to a faculty in whose office one dean works."""
    student, organisation, today = attempt.enrolment.student, users[roles.DEAN].organisation, timezone.localdate()
    faculty = Faculty.objects.create(organisation=organisation, name="Physics")
    StudyGroup.objects.filter(pk=student.study_group_id).update(faculty=faculty)
    student.study_group.refresh_from_db()
    FacultyOffice.objects.create(faculty=faculty, user=users[roles.DEAN])
    period = ExamPeriod.objects.create(organisation=organisation, title="Winter", starts_on=today, ends_on=today)
    subject = Subject.objects.create(organisation=organisation, period=period, code="PHY-1", title="Physics 1")
    return apply(uuid=uuid4(), student=student, subject=subject, course=2, contact="+7 700", reason="Work")
