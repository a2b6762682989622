"""A place with a seat that the student has booked."""

from datetime import time
from typing import Any
from uuid import uuid4

from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.domain.seats import Hours
from oes.exams.models import Place, PlaceKind, SeatBooking
from oes.exams.seat_services import save_place
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
    return {"problem": problem.uuid, "place": place.uuid, "booking": booking.uuid, "portal:seat_set:number": 1}
