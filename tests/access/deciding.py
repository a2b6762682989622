"""The lines of the access table about deciding appeals, and a case whose panel votes."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.models import (
    Appeal,
    AppealLine,
    Commission,
    CommissionMember,
    Decision,
    LineKind,
    MemberRole,
    Outcome,
    PanelMember,
    RegistrarTask,
)
from oes.exams.models import Enrolment, Exam, ExamPeriod, Student
from tests.access import roles
from tests.access.place import rows as _rows
from tests.access.roles import (
    ADMINISTRATOR,
    COMMISSION,
    OFFICE,
    OUTSIDER_THERE,
    OWN_OFFICE,
    REGISTRAR,
    SECRETARY,
    Door,
)

CASE = Door(
    "the panel of the case, registrar and administration, without a conflict",
    (ADMINISTRATOR, REGISTRAR, SECRETARY, COMMISSION),
    special={OUTSIDER_THERE: 404},
)
LEADERS = Door(
    "chair and secretary of the case",
    (SECRETARY,),
    special={ADMINISTRATOR: 404, REGISTRAR: 404, COMMISSION: 404, OUTSIDER_THERE: 404},
)
VOTERS = Door(
    "who votes on the case",
    (COMMISSION,),
    special={ADMINISTRATOR: 404, REGISTRAR: 404, SECRETARY: 404, OUTSIDER_THERE: 404},
)
DECIDING = [
    *_rows(Door("members and secretaries of commissions", (SECRETARY, COMMISSION)), "appeals:cases GET 200"),
    *_rows(CASE, "appeals:deciding GET 200\nappeals:aside POST 200"),
    *_rows(LEADERS, "appeals:panel_open POST 302\nappeals:hearing POST 200\nappeals:vote_open POST 200"),
    *_rows(LEADERS, "appeals:decide POST 302"),
    *_rows(VOTERS, "appeals:statement POST 200\nappeals:vote POST 200"),
    *_rows(OWN_OFFICE, "appeals:tasks GET 200"),
    *_rows(OFFICE, "appeals:task GET 200 POST 302"),
]
_NAMES = ("deciding", "aside", "panel_open", "hearing", "vote_open", "decide", "statement", "vote")


def deciding_values(users: dict[str, User], student: Student, exam: Exam) -> dict[str, Any]:
    """Return what stands in the addresses of a case and of a task. `exam`: one that the student has not sat."""
    admin, now = users[roles.ADMINISTRATOR], timezone.now()
    Enrolment.objects.create(exam=exam, student=student)
    commission = _commission(users)
    appeal = Appeal.objects.create(
        number=801, organisation=admin.organisation, period=commission.period, commission=commission, student=student,
        exam=exam, course=2, contacts="+7 700", topics=["procedure"], text="?", filed_at=now, changed_at=now,
        state="voting", due_at=now + timedelta(days=1),
    )  # fmt: skip
    for member in commission.members.all():
        PanelMember.objects.create(appeal=appeal, member=member)
    line = AppealLine.objects.create(appeal=appeal, position=1, kind=LineKind.CONDUCT)
    decision = Decision.objects.create(
        line=line, outcome=Outcome.REPEAT_EXAM, reason="?", counts={}, by=admin, at=now
    )  # fmt: skip
    task = RegistrarTask.objects.create(decision=decision, kind=RegistrarTask.Kind.REPEAT_EXAM, due_at=now)
    return {f"appeals:{name}:appeal": appeal.uuid for name in _NAMES} | {"appeals:task:task": task.uuid}


def _commission(users: dict[str, User]) -> Commission:
    admin, day = users[roles.ADMINISTRATOR], timezone.localdate() - timedelta(days=800)
    period = ExamPeriod.objects.create(organisation=admin.organisation, title="Votes", starts_on=day, ends_on=day)
    commission = Commission.objects.create(
        organisation=admin.organisation, period=period, appointed_at=timezone.now(), quorum=1
    )
    for role, seat in ((roles.SECRETARY, MemberRole.SECRETARY), (roles.COMMISSION, MemberRole.TEACHER)):
        CommissionMember.objects.create(commission=commission, user=users[role], role=seat, added_by=admin)
    return commission
