"""Writes: the connection of an institution, the course work of an exam, and the wish to send its marks."""

import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils import timezone

from oes.accounts.models import Organisation, User
from oes.exams.models import Exam
from oes.integrations.classroom import google
from oes.integrations.classroom.models import Connection, CourseLink, SentMark
from oes.journal import services as journal
from oes.lib import keys
from oes.written.marking.models import FinalMark

_NONCE_BYTES = 12


class NotYet(Exception):
    """`code`: marks (they are not released), running (they are being sent)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def connect(*, organisation: Organisation, token: str, account: str, by: User) -> Connection:
    """Keep a refresh token, sealed, in place of an earlier one."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(keys.made_key(_owner(organisation))).encrypt(nonce, token.encode(), _bound(organisation))
    with transaction.atomic():
        kept = {"account": account[:254], "sealed": nonce + sealed, "connected_by": by, "connected_at": timezone.now()}
        row, _made = Connection.objects.update_or_create(organisation=organisation, defaults=kept)
        journal.append(subject=organisation.uuid, action="classroom_connected", actor=by.uuid)
    return row


def token_of(connection: Connection) -> str:
    """Return the refresh token. google.NoAccess where its key is lost."""
    sealed, organisation = bytes(connection.sealed), connection.organisation
    try:
        key = AESGCM(keys.key_of(_owner(organisation)))
        return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound(organisation)).decode()
    except (keys.NoKey, InvalidTag) as error:
        raise google.NoAccess("the key of the connection is lost") from error


def disconnect(*, organisation: Organisation, by: User) -> bool:
    """Remove the connection here, and give its token back; False where Google could not be told of it."""
    row = Connection.objects.filter(organisation=organisation).first()
    if row is None:
        return True
    try:
        told = google.revoke(token_of(row))
    except google.NoAccess:
        told = False
    with transaction.atomic():
        if Connection.objects.filter(pk=row.pk, sealed=row.sealed).delete()[0]:
            journal.append(subject=organisation.uuid, action="classroom_disconnected", actor=by.uuid, revoked=told)
            transaction.on_commit(lambda: keys.shred(_owner(organisation)))
    return told


@transaction.atomic
def link(*, exam: Exam, course: tuple[str, str], work: tuple[str, str] | None, by: User) -> CourseLink:
    """Let an exam's marks go to a course work, or to a new one that the worker makes. Once: a link there is stays.

    `course`, `work`: identifier and name at Google.
    """
    known = CourseLink.objects.select_for_update().filter(exam=exam).first()
    if known:
        return known
    work_id, title = work or ("", exam.title)
    row = CourseLink.objects.create(
        exam=exam, course_id=course[0], course_name=course[1][:750], work_id=work_id, work_title=title[:3000],
        linked_by=by, next_try_at=None if work else timezone.now(),
    )  # fmt: skip
    journal.append(
        subject=exam.organisation.uuid, action="classroom_linked", actor=by.uuid, exam=str(exam.uuid),
        course=course[0], work=work_id,
    )  # fmt: skip
    return row


@transaction.atomic
def unlink(*, exam: Exam, by: User) -> None:
    """Forget where an exam's marks go; at Google nothing changes."""
    if CourseLink.objects.filter(exam=exam).delete()[0]:
        journal.append(subject=exam.organisation.uuid, action="classroom_unlinked", actor=by.uuid, exam=str(exam.uuid))


@transaction.atomic
def ask_to_send(*, link: CourseLink, by: User) -> None:
    """Let the worker send all final marks; those that Google has are left as they are. Raises NotYet."""
    row = CourseLink.objects.select_for_update().select_related("exam__written", "exam__organisation").get(pk=link.pk)
    if row.exam.written.released_at is None:
        raise NotYet("marks")
    if row.asked_by_id and row.ended_at is None:
        raise NotYet("running")
    works = list(FinalMark.objects.filter(work__written=row.exam.written).values_list("work_id", flat=True))
    row.marks.all().delete()
    SentMark.objects.bulk_create([SentMark(link=row, work_id=work) for work in works], batch_size=200)
    row.asked_by, row.ended_at, row.next_try_at, row.tries, row.problem = by, None, timezone.now(), 0, ""
    row.save(update_fields=["asked_by", "ended_at", "next_try_at", "tries", "problem"])
    journal.append(
        subject=row.exam.organisation.uuid, action="classroom_marks_asked", actor=by.uuid, exam=str(row.exam.uuid),
        marks=len(works),
    )  # fmt: skip


@transaction.atomic
def note_made(*, link: CourseLink, work_id: str) -> None:
    """Note which course work the worker made for an exam."""
    if CourseLink.objects.filter(pk=link.pk, work_id="").update(work_id=work_id, tries=0, problem=""):
        link.work_id = work_id
        told = {"exam": str(link.exam.uuid), "course": link.course_id, "work": work_id}
        journal.append(subject=link.exam.organisation.uuid, action="classroom_work_made", actor=None, **told)


@transaction.atomic
def end(*, link: CourseLink, problem: str = "") -> None:
    """Note that there is no more to do: all is sent, or `problem` is why it is not.

    Where somebody asked to send at this moment, the worker looks again.
    """
    row = CourseLink.objects.select_for_update().select_related("exam__organisation").filter(pk=link.pk).first()
    if row is None:
        return
    runs = row.asked_by_id and row.ended_at is None
    waits = runs and not problem and row.marks.filter(state=SentMark.State.WAITING).exists()
    row.next_try_at, row.problem = timezone.now() if waits else None, problem[:500]
    if runs and not waits:
        row.ended_at = timezone.now()
        states = list(row.marks.values_list("state", flat=True))
        counts = {state.value: states.count(state) for state in SentMark.State if state in states}
        journal.append(
            subject=row.exam.organisation.uuid, action="classroom_marks_sent", actor=None, exam=str(row.exam.uuid),
            **counts,
        )  # fmt: skip
    row.save(update_fields=["next_try_at", "problem", "ended_at"])


def put_off(*, link: CourseLink, until: datetime, problem: str) -> None:
    """Let the worker look again later."""
    CourseLink.objects.filter(pk=link.pk).update(next_try_at=until, problem=problem[:500])


def _owner(organisation: Organisation) -> str:
    return f"classroom-{organisation.uuid}"


def _bound(organisation: Organisation) -> bytes:
    return f"oes classroom {organisation.uuid}".encode()
