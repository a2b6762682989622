"""The counts of the session, and everything about it that is not as it must be."""

from dataclasses import dataclass
from datetime import datetime

from demo.session.helping import OF_A_SUBJECT
from demo.session.making import Made
from demo.session.sizes import Sizes
from oes.attempts.models import Attempt
from oes.domain.application_state import OPEN
from oes.domain.open_states import OpenState, ownerless
from oes.exams.models import Enrolment, Exam, ExamDuty, Format, Student
from oes.portal.conflicts import conflicts_of
from oes.portal.models import Application, Problem
from oes.portal.session import session_of
from oes.portal.waiting import states_of
from oes.written.marking.models import Marking
from oes.written.models import Work


@dataclass(frozen=True, slots=True)
class Checked:
    """What the session came to. `faults` is empty where all is as it must be."""

    counts: dict[str, int]
    faults: list[str]


def counted(made: Made) -> dict[str, int]:
    """Return how many rows there are of each kind."""
    period = made.period
    exams = Exam.objects.real().filter(period=period)
    works = Work.objects.filter(written__exam__period=period)
    return {
        "faculties": period.organisation.faculties.count(),
        "subjects": period.subjects.count(),
        "exams": exams.count(),
        "written_exams": exams.filter(format=Format.WRITTEN).count(),
        "students": Student.objects.filter(organisation=period.organisation).count(),
        "sittings": Enrolment.objects.filter(exam__period=period).count(),
        "duties": ExamDuty.objects.filter(exam__period=period).count(),
        "attempts": Attempt.objects.filter(enrolment__exam__period=period).count(),
        "works": works.count(),
        "works_missed": works.filter(state=Work.State.MISSED).count(),
        "markings": Marking.objects.filter(work__written__exam__period=period, finished_at__isnull=False).count(),
        "third_markings": Marking.objects.filter(work__written__exam__period=period, turn=3).count(),
        "applications": Application.objects.filter(subject__period=period).count(),
        "applications_open": Application.objects.filter(subject__period=period, state__in=sorted(OPEN)).count(),
        "problems": Problem.objects.filter(exam__period=period).count(),
        "marks_released": works.filter(state=Work.State.RELEASED, mark__isnull=False).count(),
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
        "works": sittings.filter(exam__format=Format.WRITTEN).count(),
        "applications": sizes.cumulative * OF_A_SUBJECT,
        "marks_released": Work.objects.exclude(state=Work.State.MISSED).count(),
    }


def checked(made: Made, sizes: Sizes, now: datetime, before: list[OpenState]) -> Checked:
    """Return counts and faults: what differs, who clashes, and what is open without an owner or a deadline.

    `before`: what was open at the steps before.
    """
    session = session_of(made.period)
    conflicts = conflicts_of(session)
    states = open_at(made, now)
    nobody = ownerless([*before, *states])
    counts = counted(made) | {
        "student_clashes": conflicts.clashing_students,
        "staff_clashes": conflicts.clashing_staff,
        "exams_with_conflicts": conflicts.hard,
        "crowded_exams": len(conflicts.of_exam) - conflicts.hard,
        "open_states_on_the_way": sum(state.count for state in before),
        "kinds_of_open_states": len({state.kind for state in [*before, *states]}),
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


def open_at(made: Made, at: datetime) -> list[OpenState]:
    """Return what is open at a moment."""
    return states_of(session_of(made.period), at)
