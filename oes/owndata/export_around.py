"""What the exam session keeps of a student around an attempt: the written work with its mark, seats, problems,
applications, appeals. Who marked, answered or decided is not said."""

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
APPEAL = (
    "uuid", "number", "via", "course", "programme", "iin", "contacts", "topics", "text", "faces_agreed", "filed_at",
    "accepted_at", "state", "due_at",
)  # fmt: skip
LINE = ("kind", "event_kind", "detail", "start_seconds", "end_seconds", "deduction", "text")
DECISION = ("outcome", "reason", "counts", "by_chair", "new_mark", "at")


def around(attempt: Attempt) -> dict[str, Any]:
    """Return it as plain data; marks only once they are released."""
    reported: Any = attempt
    problems = reported.problems.prefetch_related("messages")  # of an app above: only the relation's name is known here
    return {**around_enrolment(attempt.enrolment), "problems": _problems(problems)}


def around_enrolment(enrolment: Any) -> dict[str, Any]:
    """Return what is kept of a student at an exam, recorded or not."""
    applied = enrolment.student.applications.select_related("subject").prefetch_related("steps")
    return {
        "work": _work(enrolment),
        "seats": [
            {"place": row.seat.place.name, "seat": row.seat.number, **row_of(row, SEAT)}
            for row in enrolment.seat_bookings.select_related("seat__place")
        ],
        "appeals": [_appeal(row) for row in appeals_of(enrolment)],
        "applications": [
            {"subject": row.subject.title, **row_of(row, APPLICATION), "steps": rows_of(row.steps.all(), STEP)}
            for row in applied
        ],
    }


def problems_without_attempt(enrolment: Any) -> list[dict[str, Any]]:
    """Return the problems that the student reported of an exam and that hang on no attempt."""
    rows = enrolment.student.problems.filter(exam=enrolment.exam_id, attempt=None)
    return _problems(rows.prefetch_related("messages"))


def _problems(rows: Any) -> list[dict[str, Any]]:
    return [{**row_of(row, PROBLEM), "messages": rows_of(row.messages.all(), MESSAGE)} for row in rows]


def appeals_of(enrolment: Any) -> list[Any]:
    """Return the student's appeals about the exam: rows of an app above."""
    rows = enrolment.student.appeals.filter(exam=enrolment.exam_id)
    parts = ("lines__decision", "steps", "attachments", "hearings", "protocols")
    return list(rows.prefetch_related(*parts).order_by("pk"))


def _appeal(row: Any) -> dict[str, Any]:
    """Return an appeal; what members of the commission wrote and voted is theirs."""
    lines = [(line, getattr(line, "decision", None)) for line in row.lines.all()]
    return {
        **row_of(row, APPEAL),
        "lines": [{**row_of(line, LINE), "decision": one and row_of(one, DECISION)} for line, one in lines],
        "steps": rows_of(row.steps.all(), STEP),
        "attachments": rows_of(row.attachments.all(), ("name", "media_type", "size", "sha256", "added_at")),
        "hearings": rows_of(row.hearings.all(), ("at", "link", "place")),
        "protocols": rows_of(row.protocols.all(), ("language", "sha256", "at")),
    }


def _work(enrolment: Any) -> dict[str, Any] | None:
    """Return what the student wrote in a written exam, what was handed in with it, and what it got."""
    work = Work.objects.filter(enrolment=enrolment).select_related("written").first()
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
