"""What the student's help page shows."""

from datetime import datetime
from typing import Any

from oes.exams import seat_queries
from oes.exams.models import SeatBooking, Student
from oes.portal.problem_queries import own_problems
from oes.recorder.queries import exam_lines

SHOWN = 20
"""So many reported problems the page lists, the newest."""


def own_bookings(student: Student, at: datetime) -> list[SeatBooking]:
    """Return the student's seats whose time is not over, soonest first. One query."""
    rows = seat_queries.live().filter(enrolment__student=student, ends_at__gt=at)
    return list(rows.select_related("seat__place", "enrolment__exam").order_by("starts_at"))


def help_page(student: Student, at: datetime) -> dict[str, Any]:
    """Return what the page shows. A fixed number of queries."""
    bookings = own_bookings(student, at)
    booked = {booking.enrolment_id for booking in bookings}
    lines = [line for line in exam_lines(student, at) if line.state in ("soon", "open", "running")]
    return {
        "student": student,
        "bookings": bookings,
        "unbooked": [line.enrolment.exam for line in lines if line.enrolment.pk not in booked],
        "problems": own_problems(student)[:SHOWN],
        "places": seat_queries.shown_places(student.organisation),
    }
