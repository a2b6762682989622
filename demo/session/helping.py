"""Applications for cumulative assessment and technical problems: sent, decided, answered; a few are left open."""

from random import Random
from uuid import UUID

from django.db import transaction

from demo.session.making import Made
from oes.accounts.models import Role, User
from oes.domain.application_state import ApplicationState
from oes.exams.models import Enrolment, Format, Student, Subject
from oes.portal.application_services import apply, decide
from oes.portal.models import ProblemKind
from oes.portal.problem_services import answer, report_problem, take

OF_A_SUBJECT = 2
OPEN_EVERY = 8
"""Of so many applications or problems one is left open."""
PROBLEMS = 40


@transaction.atomic
def applications(made: Made) -> int:
    """Let students of each cumulative subject apply, and the deans' offices decide; return how many are decided."""
    random, rows = Random(7), []
    for subject in Subject.objects.filter(period=made.period, format=Format.CUMULATIVE).order_by("code"):
        taught = Student.objects.filter(study_group__teachings__subject=subject).order_by("pk").distinct()
        rows += [
            apply(
                uuid=_uuid(random), student=student, subject=subject, course=3, contact="+7 700 000 00 00",
                reason="Ғылыми жоба",
            )
            for student in taught[:OF_A_SUBJECT]
        ]  # fmt: skip
    decided = [row for number, row in enumerate(rows) if number % OPEN_EVERY]
    for number, row in enumerate(decided):
        dean = User.objects.get(faculty_offices__faculty=row.faculty_id)
        state = ApplicationState.REFUSED if number % 5 == 0 else ApplicationState.GRANTED
        decide(application=row, decision=state, reason="Кафедра отырысының шешімі", by=dean)
    return len(decided)


@transaction.atomic
def problems(made: Made) -> int:
    """Let students report technical problems, and the helpdesk answer; return how many are answered."""
    random, count = Random(8), 0
    helper = User.objects.get(organisation=made.organisation, roles__role=Role.HELPDESK)
    rows = Enrolment.objects.filter(exam__period=made.period, exam__format=Format.TEST).order_by("pk")
    for number, row in enumerate(rows.select_related("student", "exam")[: PROBLEMS * 50 : 50]):
        attempt = row.attempts.first()
        problem = report_problem(
            uuid=_uuid(random), student=row.student, kind=ProblemKind.CAMERA, text="Камера көрінбейді", attempt=attempt
        )
        if number % OPEN_EVERY:
            answer(problem=take(problem=problem, by=helper), text="Браузерді қайта ашыңыз.", by=helper)
            count += 1
    return count


def _uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
