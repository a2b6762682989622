"""One institution with everybody in it, and one row of everything an address can name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from conftest import make_student, make_user
from oes.accounts.links import links_of, sign_in_of
from oes.accounts.models import Organisation, SecondFactorUse, User
from oes.attempts.models import Attempt, Challenge
from oes.attempts.services import mint_token, open_attempt, ready_attempt, start_attempt
from oes.domain.policy import Policy, ProgramUse, policy_to_dict
from oes.exams.importing.services import add_job
from oes.exams.models import (
    Accommodation,
    Enrolment,
    Exam,
    ExamDuty,
    ExamPeriod,
    ExamSlot,
    Faculty,
    SafeBrowserUse,
    Student,
)
from oes.exams.phones import begin_try, open_try
from oes.exams.services import add_accommodation, add_photo, add_policy
from oes.integrations.embed.services import make_code as page_code
from oes.integrations.extension.services import give_token
from oes.integrations.guard import services as guard
from oes.integrations.guard.models import GuardStart
from oes.integrations.seb.views import SALT
from oes.journal.services import append
from oes.lib import blobs
from oes.recordings.models import FaultLine, JoinedFile, Segment, Track, UnannouncedSegment
from oes.recordings.services import open_run
from oes.rehearsals.services import open_rehearsal
from oes.retention.services import put_hold
from oes.review.models import WhatIf
from oes.review.services import open_viewing
from tests.access import roles
from tests.access.casefile import casefile_values
from tests.access.commissions import commission_values
from tests.access.decided import make_decided
from tests.access.deciding import deciding_values
from tests.access.filing import filing_values
from tests.access.help import help_values
from tests.access.papers import make_papers
from tests.access.past import make_past
from tests.access.period import make_calendar, make_period
from tests.access.staff import make_staff
from tests.access.works import make_works
from tests.scenes import Seen, add_checks, add_segment, add_violation, approve_photo

HOST_THERE = "elsewhere.example"
EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
NAME = "Жұмабекова Томирис Ерболқызы"
PAGE_KEY = "edc0480a-fe06-4883-9943-ecce4c8be64c"
CONSENT = {"text_version": "1", "language": "kk", "user_agent": ""}


@dataclass
class World:
    """The key of everybody's session by role, and the rows of one student's running attempt and of another one's."""

    sessions: dict[str, str]
    users: dict[str, User]
    exam: Exam
    attempt: Attempt
    other: Attempt
    past: Attempt
    segment: Segment
    values: dict[str, Any]
    """What stands in an address, by the name of its part; `view:part` where a view means something else by it."""
    tokens: dict[str, tuple[str, str]]
    """Bearer tokens of the attempt and of the other one, by use."""
    guards: dict[str, GuardStart]
    codes: dict[str, str]

    def token(self, thing: str, role: str = roles.ADMINISTRATOR) -> str:
        """Return what opens some evidence to the administrator, or to who has the role."""
        admin = self.users[role]
        noted = append(subject=admin.uuid, action="recording_viewed", actor=admin.uuid)
        return links_of(_request(admin, self.sessions[role]), noted=noted).token(thing)

    def client(self, role: str, *, enforce_csrf_checks: bool = False) -> Client:
        """Return a browser of its own in which the role has signed in."""
        host = HOST_THERE if role == roles.OUTSIDER_THERE else "testserver"
        client = Client(enforce_csrf_checks=enforce_csrf_checks, SERVER_NAME=host)
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client


def make_world() -> World:
    """Make all of it. Needs an empty database."""
    organisation = Organisation.objects.get_or_create(is_default=True, defaults={"name": "Taraz University"})[0]
    add_policy(organisation=organisation, policy=Policy(guard=ProgramUse.OPTIONAL, extension=ProgramUse.OPTIONAL))
    users = _users(organisation)
    aigerim = make_student(organisation, "aigerim", NAME, "ИС-21-1")
    daniyar = make_student(organisation, "daniyar", "Ахметов Данияр Ерланұлы", "ВТ-20-3")
    Organisation.objects.update(second_factor=SecondFactorUse.OPTIONAL)
    users |= {roles.STUDENT: aigerim.user, roles.OTHER_STUDENT: daniyar.user}
    sessions = {role: _signed_in(user) for role, user in users.items()}
    exam, elsewhere = _exam(organisation, "Дерекқор"), _exam(organisation, "Физика")
    attempt, other = _sit(exam, aigerim), _sit(elsewhere, daniyar)
    segment = _recorded(attempt)
    admin = users[roles.ADMINISTRATOR]
    viewing = open_viewing(attempt=attempt, by=admin, sign_in=_sign_in(admin, sessions[roles.ADMINISTRATOR]))
    values = (
        {"review:watched:uuid": viewing.uuid}
        | _question(organisation, admin)
        | _values(organisation, users[roles.ADMINISTRATOR], attempt, segment)
    )
    values |= make_period(organisation) | make_calendar(aigerim)
    values |= make_staff(attempt.enrolment.exam, aigerim.user, users[roles.ADMINISTRATOR])
    past, more = make_past(_exam(organisation, "История"), aigerim, admin)
    more |= make_papers(_exam(organisation, "Философия"), aigerim, admin, users[roles.TEACHER])
    ExamDuty.objects.create(exam=exam, user=users[roles.OBSERVER], duty=ExamDuty.Duty.OBSERVER, added_by=admin)
    staff = {"admin": admin, "teacher": users[roles.TEACHER], "observer": users[roles.OBSERVER]}
    more |= make_works(organisation, aigerim, staff)
    more |= help_values(users, attempt)
    more |= _appeals(organisation, users, aigerim)
    tokens, guards = _tokens(attempt, other), {}
    for role, one in ((roles.TOKEN, attempt), (roles.OTHER_TOKEN, other)):
        guards[role], secret = guard.join(
            organisation=organisation, code=guard.make_code(attempt=one), system=GuardStart.System.WINDOWS
        )
        tokens["guard"] = (*tokens.get("guard", ()), secret)
    codes = {"page": page_code(attempt=attempt), "guard": guard.make_code(attempt=attempt)}
    more |= _session(organisation)
    return World(sessions, users, exam, attempt, other, past, segment, values | more, tokens, guards, codes)


def _appeals(organisation: Organisation, users: dict[str, User], student: Student) -> dict[str, Any]:
    decided = [_exam(organisation, title) for title in ("Химия", "География")]
    filed = [_exam(organisation, title) for title in ("Биология", "Тарих", "Алгебра")]
    values = commission_values(users)
    values |= make_decided(users, student, decided)
    values |= deciding_values(users, student, _exam(organisation, "Геометрия"))
    values |= filing_values(users, student, filed)
    return values | casefile_values(users, student, _exam(organisation, "Логика"))


def _question(organisation: Organisation, admin: User) -> dict[str, Any]:
    row = WhatIf.objects.create(organisation=organisation, rules=policy_to_dict(Policy()), base=1, by=admin)
    return {f"review:{name}:uuid": row.uuid for name in ("what_if", "what_if_rules")}


def _users(organisation: Organisation) -> dict[str, User]:
    there = Organisation.objects.create(name="Elsewhere", host=HOST_THERE)
    outsider = make_user(there, "outsider", "administration")
    return {
        roles.OTHER_PROCTOR: make_user(organisation, "proctor2", "proctor"),
        roles.PROCTOR: make_user(organisation, "proctor", "proctor"),
        roles.TEACHER: make_user(organisation, "teacher", "teacher"),
        roles.COMMISSION: make_user(organisation, "commission", "commission"),
        roles.OBSERVER: make_user(organisation, "observer", "observer"),
        roles.REVIEWER: make_user(organisation, "reviewer", "reviewer"),
        roles.SECRETARY: make_user(organisation, "secretary", "secretary"),
        roles.DEAN: make_user(organisation, "dean", "dean"),
        roles.OTHER_DEAN: make_user(organisation, "dean2", "dean"),
        roles.REGISTRAR: make_user(organisation, "registrar", "registrar"),
        roles.TECHNICIAN: make_user(organisation, "helpdesk", "helpdesk"),
        roles.ADMINISTRATOR: make_user(organisation, "admin", "administration"),
        roles.OUTSIDER_HERE: outsider,
        roles.OUTSIDER_THERE: outsider,
    }


def _request(user: User, session: str) -> HttpRequest:
    request = HttpRequest()
    request.user, request.session = user, SessionStore(session)
    return request


def _sign_in(user: User, session: str) -> str:
    return sign_in_of(_request(user, session))


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user, "oes.accounts.backends.OrganisationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _exam(organisation: Organisation, title: str) -> Exam:
    now = timezone.now()
    return Exam.objects.create(
        organisation=organisation, title=title, address="http://127.0.0.1:9/exam?student={student}", room="204",
        planned_minutes=60, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=3),
        safe_exam_browser=SafeBrowserUse.ALLOWED,
    )  # fmt: skip


def _sit(exam: Exam, student: Any) -> Attempt:
    opened = open_attempt(enrolment=Enrolment.objects.create(exam=exam, student=student), **CONSENT)
    return start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))


def _recorded(attempt: Attempt) -> Segment:
    add_checks(attempt)
    add_violation(attempt, Seen("second_person", 2, 5))
    open_run(attempt=attempt, take_over=True, user_agent="")
    segment = add_segment(attempt, 8)
    segment.blob_key, segment.codecs = f"attempts/{attempt.uuid}/camera/1-1.webm", "vp8"
    segment.save()
    joined = f"attempts/{attempt.uuid}/joined/camera-0.webm"
    for key in (segment.blob_key, joined):
        blobs.put(key, b"\x1a\x45\xdf\xa3" + bytes(200))
    track = Track.objects.get(attempt=attempt, kind="camera")
    JoinedFile.objects.create(track=track, start_seconds=0, end_seconds=8, blob_key=joined, container="webm")
    _came_late(attempt, segment)
    return segment


def _came_late(attempt: Attempt, segment: Segment) -> None:
    """Add a segment that nobody had announced, and a time in which our server was away."""
    UnannouncedSegment.objects.create(
        attempt=attempt, track="camera", run=segment.run, sequence=99, started_seconds=16, ended_seconds=24,
        sha256="9" * 64, size=1, container="webm", blob_key=segment.blob_key, link="", received_at=timezone.now(),
    )  # fmt: skip
    FaultLine.objects.create(
        attempt=attempt, cause="server", reason="server_down", start_seconds=1, end_seconds=5, known_by="server"
    )


def _values(organisation: Organisation, admin: User, attempt: Attempt, segment: Segment) -> dict[str, Any]:
    student = attempt.enrolment.student
    photo = add_photo(student=student, body=b"\xff\xd8\xffx", extension="jpg", sha256="a" * 64, source="roster")
    approve_photo(student, admin)
    need = Accommodation(student=student, extra_minutes=30, valid_from=timezone.localdate())
    tried, code = begin_try(exam=attempt.enrolment.exam, by=admin)
    file = SimpleUploadedFile("groups.csv", b"group;faculty\nX-1;")
    told = {"kind": "groups", "period": None, "file": file, "key": uuid4(), "by": admin}
    import_job = add_job(organisation=organisation, **told)
    rehearsed = open_rehearsal(student=student, **CONSENT)
    return {
        "uuid": attempt.uuid, "attempt_uuid": attempt.uuid, "review:card:uuid": student.uuid,
        "rehearsals:rehearsal:attempt_uuid": rehearsed.uuid,
        "recordings:segment:uuid": segment.uuid, "recordings:joined:uuid": JoinedFile.objects.get().uuid,
        "recordings:late:uuid": UnannouncedSegment.objects.get().uuid,
        "exam": attempt.enrolment.exam.uuid, "exam_uuid": attempt.enrolment.exam.uuid, "student": student.uuid,
        "job": import_job.uuid, "user": User.objects.get(username="proctor").uuid, "photo": photo.uuid,
        "faculty": Faculty.objects.create(organisation=organisation, name="IT").uuid,
        "group": student.study_group.uuid, "accommodation": add_accommodation(accommodation=need, by=admin).uuid,
        "hold": put_hold(attempt=attempt, reason="appeal", by=admin).uuid,
        "phone_try": tried.uuid, "code": code, "track": "camera", "run": 1, "sequence": 7,
        "number": Challenge.objects.create(attempt=attempt, moment="start", at_seconds=0).pk,
        "kind": "evidence", "key": attempt.violations.get().uuid,
        "pass_": signing.dumps(str(attempt.enrolment.exam.uuid), salt=SALT),
        "uidb64": urlsafe_base64_encode(force_bytes(student.user.pk)),
        "accounts:set_password:token": default_token_generator.make_token(student.user),
        "recorder:return:token": mint_token(attempt=attempt, use="return", lifetime=timedelta(hours=1)),
    }  # fmt: skip


def _session(organisation: Organisation) -> dict[str, Any]:
    """Add a slot to the exam session."""
    period, now = ExamPeriod.objects.get(organisation=organisation, title="Қысқы сессия"), timezone.now()
    slot = ExamSlot.objects.create(period=period, starts_at=now, ends_at=now + timedelta(hours=2))
    return {"slot": slot.uuid}


def _tokens(attempt: Attempt, other: Attempt) -> dict[str, tuple[str, str]]:
    hour = timedelta(hours=1)
    tokens = {use: (_minted(attempt, use, hour), _minted(other, use, hour)) for use in ("upload", "embed")}
    tokens["extension"] = tuple(give_token(attempt=one, origin=EXTENSION)[0] for one in (attempt, other))
    admin = User.objects.get(username="admin")
    tries = [begin_try(exam=one.enrolment.exam, by=admin)[1] for one in (attempt, other)]
    tokens["try"] = tuple(open_try(code=code, browser="")[1] for code in tries)
    return tokens


def _minted(attempt: Attempt, use: str, lifetime: timedelta) -> str:
    return mint_token(attempt=attempt, use=use, lifetime=lifetime)
