"""The lines of the access table about filed appeals, and two appeals of the student with an attachment."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.filing import Contested, Words, file_appeal
from oes.appeals.filing_basis import basis_of
from oes.appeals.filing_files import File
from oes.appeals.models import Appeal, Commission, CommissionMember, MemberRole
from oes.domain.appeal_state import AppealState
from oes.exams.models import Enrolment, Exam, ExamPeriod, Student
from tests.access import roles
from tests.access.place import rows as _rows
from tests.access.roles import (
    ADMINISTRATOR,
    ALL_STUDENTS,
    EVERYBODY,
    ONE_STUDENT,
    OUTSIDER_THERE,
    OWN_LINK,
    REGISTRAR,
    SECRETARY,
    Door,
)

APPEAL_OFFICE = Door(
    "the secretary of the commission, registrar and administration",
    (ADMINISTRATOR, REGISTRAR, SECRETARY),
    special={OUTSIDER_THERE: 404},
)
OWN_APPEAL_OFFICE = Door(
    "secretaries of commissions, registrar and administration, of the own institution",
    (ADMINISTRATOR, REGISTRAR, SECRETARY, OUTSIDER_THERE),
)
FILING = [
    *_rows(EVERYBODY, "appeals:instruction GET 200"),
    *_rows(ALL_STUDENTS, "appeals:mine GET 200"),
    *_rows(ONE_STUDENT, "appeals:file GET 200 POST 422\nappeals:state GET 200 POST 422\nappeals:withdraw POST 302"),
    *_rows(OWN_LINK, "appeals:attachment GET 200"),
    *_rows(OWN_APPEAL_OFFICE, "appeals:queue GET 200\nappeals:enter GET 200"),
    *_rows(APPEAL_OFFICE, "appeals:office GET 200 POST 422\nappeals:entered GET 200 POST 422"),
]


def filing_values(users: dict[str, User], student: Student, exams: list[Exam]) -> dict[str, Any]:
    """Return what stands in the addresses of filed appeals. `exams`: three that the student has not sat."""
    _commission(users, exams)
    for exam in exams:
        Enrolment.objects.create(exam=exam, student=student)
    returned, filed = (_appeal(student, exam) for exam in exams[:2])
    Appeal.objects.filter(pk=returned.pk).update(state=AppealState.RETURNED)
    return {
        "appeals:state:appeal": returned.uuid, "appeals:withdraw:appeal": returned.uuid,
        "appeals:office:appeal": filed.uuid, "appeals:attachment:attachment": filed.attachments.get().uuid,
        "appeals:file:exam": exams[2].uuid, "appeals:entered:exam": exams[2].uuid,
        "appeals:entered:student": student.uuid,
    }  # fmt: skip


def _commission(users: dict[str, User], exams: list[Exam]) -> None:
    admin, day = users[roles.ADMINISTRATOR], timezone.localdate()
    period = ExamPeriod.objects.create(organisation=admin.organisation, title="Күзгі", starts_on=day, ends_on=day)
    row = Commission.objects.create(organisation=admin.organisation, period=period, appointed_at=timezone.now())
    CommissionMember.objects.create(
        commission=row, user=users[roles.SECRETARY], role=MemberRole.SECRETARY, added_by=admin
    )
    over = timezone.now() - timedelta(minutes=1)
    for exam in exams:
        exam.period, exam.closes_at = period, over
        exam.save()


def _appeal(student: Student, exam: Exam) -> Appeal:
    words = Words(2, "6B06101", "", "+7 700", "No power.", ("procedure",))
    basis = basis_of(student, exam.uuid, timezone.now())
    files = [File("letter.pdf", b"%PDF-1.4 letter")]
    return file_appeal(uuid=uuid4(), basis=basis, words=words, lines=[Contested("conduct", "Noise.")], files=files)
