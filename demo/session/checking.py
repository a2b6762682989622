"""The counts of the session, and everything about it that is not as it must be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.session.making import Made
from demo.session.planning import before
from demo.session.sizes import Sizes
from oes.attempts.models import Attempt
from oes.domain.open_states import OpenState, ownerless
from oes.exams.models import Enrolment, Exam, ExamDuty, Format, Student
from oes.portal.conflicts import conflicts_of
from oes.portal.session import session_of
from oes.portal.waiting import states_of


@dataclass(frozen=True, slots=True)
class Checked:
    """What the session came to. `faults` is empty where all is as it must be."""

    counts: dict[str, int]
    faults: list[str]


def counted(made: Made) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    period = made.period
    exams = Exam.objects.real().filter(period=period)
    return {
        "faculties": period.organisation.faculties.count(),
        "subjects": period.subjects.count(),
        "exams": exams.count(),
        "written_exams": exams.filter(format=Format.WRITTEN).count(),
        "students": Student.objects.filter(organisation=period.organisation).count(),
        "sittings": Enrolment.objects.filter(exam__period=period).count(),
        "duties": ExamDuty.objects.filter(exam__period=period).count(),
        "attempts": Attempt.objects.filter(enrolment__exam__period=period).count(),
    }


def expected(made: Made, sizes: Sizes) -> dict[str, int]:
    """Return the counts that must be: the sizes, and for each student of a test one attempt."""
    sittings = Enrolment.objects.filter(exam__period=made.period)
    return {
        "faculties": sizes.faculties,
        "subjects": sizes.subjects,
        "exams": sizes.exams,
        "written_exams": sizes.written,
        "students": sizes.students,
        "attempts": sittings.filter(exam__format=Format.TEST).count(),
    }


def checked(made: Made, sizes: Sizes, now: datetime) -> Checked:
    """Return counts and faults: what differs, who clashes, and what is open without an owner or a deadline."""
    session = session_of(made.period)
    conflicts = conflicts_of(session)
    states = open_at(made, now)
    nobody = ownerless(states)
    counts = counted(made) | {
        "student_clashes": conflicts.clashing_students,
        "staff_clashes": conflicts.clashing_staff,
        "exams_with_conflicts": conflicts.hard,
        "crowded_exams": len(conflicts.of_exam) - conflicts.hard,
        "open_states": sum(state.count for state in states),
        "open_without_owner_or_deadline": len(nobody),
    }
    faults = [
        f"{name} is {counts[name]}, not {number}"
        for name, number in expected(made, sizes).items()
        if counts[name] != number
    ]
    zeros = ("student_clashes", "staff_clashes", "exams_with_conflicts", "open_without_owner_or_deadline")
    faults += [f"{name} is {counts[name]}, not 0" for name in zeros if counts[name]]
    return Checked(counts, faults)


def open_at(made: Made, now: datetime) -> list[OpenState]:
    """Return what was open when the session was planned, the day before it began, and what is now."""
    session = session_of(made.period)
    past = (before(made.period), before(made.period) + timedelta(days=29))
    return [state for at in (*past, now) for state in states_of(session, at)]
