"""The lines of the access table about the case file, and a case with a recording before its panel."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from oes.accounts.models import User
from oes.appeals.models import (
    Appeal,
    AppealLine,
    Attachment,
    Blurred,
    Commission,
    CommissionMember,
    LineKind,
    MemberRole,
    PanelMember,
)
from oes.exams.models import Exam, ExamPeriod, Student
from oes.lib import blobs
from oes.recordings.models import JoinedFile, Track
from tests.access import roles
from tests.access.place import rows as _rows
from tests.access.roles import (
    ADMINISTRATOR,
    COMMISSION,
    ONE_STUDENT,
    OUTSIDER_THERE,
    REGISTRAR,
    SECRETARY,
    Door,
)
from tests.scenes import Seen, sit

CASE_FILE = Door(
    "the panel of the case, registrar and administration, without a conflict",
    (ADMINISTRATOR, REGISTRAR, SECRETARY, COMMISSION),
    special={OUTSIDER_THERE: 404},
)
CASE_LINK = Door("the panel of the case, by a link of the own sign-in", (COMMISSION,), special={OUTSIDER_THERE: 403})
CASES = [
    *_rows(CASE_FILE, "appeals:case GET 200\nappeals:case_pack POST 200"),
    *_rows(CASE_LINK, "appeals:case_film GET 200\nappeals:case_picture GET 200"),
    *_rows(CASE_LINK, "appeals:case_blurred GET 200\nappeals:case_file GET 200"),
    *_rows(ONE_STUDENT, "appeals:my_case GET 200\nappeals:my_case_pack POST 200"),
]
KINDS = {"case_film": "film", "case_picture": "picture", "case_blurred": "blurred", "case_file": "file"}
"""What a link of each address opens."""
_PAGES = ("case", "case_pack", "my_case", "my_case_pack", *KINDS)
_BODY = b"\x1a\x45\xdf\xa3" + bytes(200)


def thing_of(name: str, values: dict[str, Any]) -> str:
    """Return what the link of an address of the case file opens; empty where it needs none."""
    kind = KINDS.get(name.removeprefix("appeals:"), "")
    return f"appeal/{values['appeals:case:appeal']}/{kind}/{values[f'casefile:{kind}']}" if kind else ""


def casefile_values(users: dict[str, User], student: Student, exam: Exam) -> dict[str, Any]:
    """Return what stands in the addresses of a case file. `exam`: one that the student has not sat."""
    appeal = _appeal(users, student, exam)
    key = f"attempts/{appeal.attempt.uuid}/blurred/1.webm"
    blobs.put(key, _BODY)
    track = Track.objects.filter(attempt=appeal.attempt, kind="camera").first()
    film = JoinedFile.objects.create(track=track, start_seconds=0, end_seconds=8, blob_key=key, container="webm")
    line = AppealLine.objects.create(appeal=appeal, position=1, kind=LineKind.CONDUCT)
    clip = Blurred.objects.create(
        appeal=appeal, line=line, track="camera", blob_key=key, made_at=timezone.now(), start_seconds=0, end_seconds=8
    )
    paper = f"appeals/{appeal.uuid}/a.pdf"
    blobs.put(paper, b"%PDF-1.4")
    file = Attachment.objects.create(
        appeal=appeal, name="a.pdf", media_type="application/pdf", size=8, sha256="a" * 64, blob_key=paper,
        added_by=student.user,
    )  # fmt: skip
    things = {"film": film.uuid, "picture": appeal.attempt.violations.get().uuid, "blurred": clip.uuid}
    things["file"] = file.uuid
    parts = {"case_film": "file", "case_picture": "event", "case_blurred": "piece", "case_file": "file"}
    named = {f"appeals:{name}:{part}": things[KINDS[name]] for name, part in parts.items()}
    named |= {f"appeals:{name}:appeal": appeal.uuid for name in _PAGES}
    return named | {f"casefile:{kind}": uuid for kind, uuid in things.items()}


def _appeal(users: dict[str, User], student: Student, exam: Exam) -> Appeal:
    now = timezone.now()
    Exam.objects.filter(pk=exam.pk).update(opens_at=now - timedelta(hours=9), closes_at=now - timedelta(hours=1))
    exam.refresh_from_db()
    attempt = sit(student, exam, started_at=now - timedelta(hours=4), seen=[Seen("second_person", 600, 620)])
    commission = _commission(users)
    appeal = Appeal.objects.create(
        number=701, organisation=commission.organisation, period=commission.period, commission=commission,
        student=student, exam=exam, attempt=attempt, course=2, contacts="+7 700", topics=["procedure"], text="?",
        filed_at=now, changed_at=now, state="voting", due_at=now + timedelta(days=1),
    )  # fmt: skip
    for member in commission.members.all():
        PanelMember.objects.create(appeal=appeal, member=member)
    return appeal


def _commission(users: dict[str, User]) -> Commission:
    admin, day = users[roles.ADMINISTRATOR], timezone.localdate() - timedelta(days=1200)
    period = ExamPeriod.objects.create(organisation=admin.organisation, title="Cases", starts_on=day, ends_on=day)
    commission = Commission.objects.create(
        organisation=admin.organisation, period=period, appointed_at=timezone.now(), quorum=1
    )
    for role, seat in ((roles.SECRETARY, MemberRole.SECRETARY), (roles.COMMISSION, MemberRole.TEACHER)):
        CommissionMember.objects.create(commission=commission, user=users[role], role=seat, added_by=admin)
    return commission
