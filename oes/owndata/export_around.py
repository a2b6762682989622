"""What the exam session keeps of a student around an attempt: the written work with its mark, seats, problems,
applications. Who marked, answered or decided is not said."""

from typing import Any

from oes.attempts.models import Attempt
from oes.owndata.rows import row_of, rows_of
from oes.written.marking.models import FinalMark, GivenPoints, Marking, Remark
from oes.written.models import Work
from oes.written.queries import pieces_of

WORK = (
    "uuid", "number", "variant", "state", "text", "handed_out_at", "saved_at", "handed_in_at", "due_at", "is_automatic",
    "late_reason", "receipt_sha256",
)  # fmt: skip
PIECE = ("uuid", "kind", "name", "size", "sha256", "turned", "crop", "added_at")
SEAT = ("starts_at", "ends_at", "booked_at", "checked_in_at", "cancelled_at")
PROBLEM = ("uuid", "kind", "sentence", "state", "reported_at", "user_agent", "account")
MESSAGE = ("from_student", "text", "at")
APPLICATION = ("uuid", "number", "course", "contact", "reason", "state", "submitted_at", "changed_at")
STEP = ("state", "reason", "at")


def around(attempt: Attempt) -> dict[str, Any]:
    """Return it as plain data; marks only once they are released."""
    enrolment: Any = attempt.enrolment
    applied = enrolment.student.applications.select_related("subject").prefetch_related("steps")
    reported: Any = attempt
    return {
        "work": _work(attempt),
        "seats": [
            {"place": row.seat.place.name, "seat": row.seat.number, **row_of(row, SEAT)}
            for row in enrolment.seat_bookings.select_related("seat__place")
        ],
        "problems": [  # of an app above, as are the applications; only the names of its relations are known here
            {**row_of(row, PROBLEM), "messages": rows_of(row.messages.all(), MESSAGE)}
            for row in reported.problems.prefetch_related("messages")
        ],
        "applications": [
            {"subject": row.subject.title, **row_of(row, APPLICATION), "steps": rows_of(row.steps.all(), STEP)}
            for row in applied
        ],
    }


def _work(attempt: Attempt) -> dict[str, Any] | None:
    """Return what the student wrote in a written exam, what was handed in with it, and what it got."""
    rows = Work.objects.filter(enrolment_id=attempt.enrolment_id).select_related("written")
    work = rows.first()
    if work is None:
        return None
    pieces = rows_of(pieces_of(work), PIECE)
    return {**row_of(work, WORK), "pieces": pieces, **(_mark(work) if work.written.released_at else {})}


def _mark(work: Work) -> dict[str, Any]:
    mark = FinalMark.objects.filter(work=work).first()
    given = GivenPoints.objects.filter(marking__work=work).select_related("marking", "criterion")
    points = ((row.marking.turn, row.criterion.title, row.points) for row in given.order_by("marking__turn", "pk"))
    return {
        "mark": row_of(mark, ("points", "basis", "settled_at")) if mark else None,
        "markings": rows_of(Marking.objects.filter(work=work), ("turn", "points", "words", "finished_at")),
        "points": [{"turn": turn, "criterion": title, "points": value} for turn, title, value in points],
        "comments": rows_of(Remark.objects.filter(marking__work=work), ("text", "left", "top", "added_at")),
    }
