"""Two appeals of the student on exams without a recording: one is decided, the other one closed with its protocol."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.models import Appeal, AppealMail, Commission, CommissionMember, MemberRole, PanelMember, Protocol
from oes.exams.models import Enrolment, Exam, ExamPeriod, Student
from oes.lib import blobs
from tests.access import roles


def make_decided(users: dict[str, User], student: Student, exams: list[Exam]) -> dict[str, Any]:
    """Return what stands in the addresses of the papers. `exams`: two that the student has not sat."""
    commission = _commission(users)
    decided, closed = (_appeal(commission, student, exam, number) for number, exam in enumerate(exams, start=901))
    Appeal.objects.filter(pk=closed.pk).update(state="closed", due_at=None)
    body, key = b"%PDF-1.7", f"appeals/{closed.uuid}/paper.pdf"
    blobs.put(key, body)
    Protocol.objects.create(
        appeal=closed, language="kk", sha256=sha256(body).hexdigest(), blob_key=key, drawn_up_by=users[roles.SECRETARY],
        at=timezone.now(),
    )  # fmt: skip
    values = {f"appeals:{name}:language": "kk" for name in ("protocol_pdf", "protocol_draft")}
    values |= {f"appeals:{name}:appeal": decided.uuid for name in ("application_pdf", "protocol", "protocol_draft")}
    mail = AppealMail.objects.create(
        appeal=closed, to="law@example.org", title="?", text="?", languages=["kk", "ru"], refused_at=timezone.now()
    )
    values |= {"appeals:protocol_mail:appeal": closed.uuid, "appeals:protocol_mail:mail": mail.uuid}
    return values | {"appeals:protocol_pdf:appeal": closed.uuid}


def _commission(users: dict[str, User]) -> Commission:
    admin, day = users[roles.ADMINISTRATOR], timezone.localdate() - timedelta(days=400)
    period = ExamPeriod.objects.create(
        organisation=admin.organisation, title="Былтырғы сессия", starts_on=day, ends_on=day + timedelta(days=14)
    )
    commission = Commission.objects.create(
        organisation=admin.organisation, period=period, order_number="1", order_date=day, appointed_at=timezone.now()
    )
    seats = ((roles.SECRETARY, MemberRole.SECRETARY), (roles.COMMISSION, MemberRole.TEACHER))
    for role, seat in seats:
        CommissionMember.objects.create(commission=commission, user=users[role], role=seat, added_by=admin)
    return commission


def _appeal(commission: Commission, student: Student, exam: Exam, number: int) -> Appeal:
    Enrolment.objects.create(exam=exam, student=student)
    now = timezone.now()
    appeal = Appeal.objects.create(
        number=number, organisation=commission.organisation, period=commission.period, commission=commission,
        student=student, exam=exam, course=2, contacts="+7 700", topics=["procedure"], text="?", filed_at=now,
        changed_at=now, state="decided", due_at=now + timedelta(days=1),
    )  # fmt: skip
    for member in commission.members.all():
        PanelMember.objects.create(appeal=appeal, member=member)
    return appeal
