"""Writes of filing: an appeal is sent, completed, taken back (W14, W15). `moving` changes its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from oes.accounts.models import Organisation, User
from oes.appeals.deadlines import due_at
from oes.appeals.filing_basis import Basis
from oes.appeals.filing_documents import appeal_document
from oes.appeals.filing_files import File, Stored, attach, require_fit, stored
from oes.appeals.filing_tell import tell_filed, tell_withdrawn
from oes.appeals.models import Appeal, AppealLine
from oes.appeals.moving import AppealRefused, chain_of, locked, move, note_step
from oes.appeals.panel import commission_for
from oes.domain.appeal_state import OPEN, AppealState
from oes.domain.carrying import Event
from oes.domain.filing import FOUND, MOST_TRIES, late_kinds, unfit
from oes.journal import services as journal
from oes.lib.canonical import digest

BY_HAND = timedelta(days=1)
"""So far a moment that somebody typed may be off."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A line to contest, and why. `event` and `deduction`: of a line of kind `event` only."""

    kind: str
    text: str = ""
    event: Event | None = None
    deduction: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What the form says about its sender (W15)."""

    course: int
    programme: str
    iin: str
    contacts: str
    text: str
    topics: tuple[str, ...]
    faces_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """A mail that the secretary enters: who, when the mail came, and why it is taken where it came late."""

    by: User
    came_at: datetime
    late_reason: str = ""


def file_appeal(
    *, uuid: UUID, basis: Basis, words: Words, lines: Sequence[Contested], files: Sequence[File] = (),
    entered: Entered | None = None,
) -> Appeal:  # fmt: skip
    """Store an appeal and tell student and secretary. A stored uuid is a form sent twice: its appeal is returned.

    Raises AppealRefused: topics, lines, many, found, topic (`domain.filing.unfit`), early, late, future, before (the
    exam), untold (the mail came a day before the verdict was told), twice (one is open), decided, often, own, files,
    large, format. The institution's row is locked: numbers follow.
    """
    known = Appeal.objects.filter(uuid=uuid, student=basis.student).first()
    if known:
        return known
    if Appeal.objects.filter(uuid=uuid).exists():  # another student's: nobody's form made it
        uuid = uuid4()
    require_fit(files)
    _require_time(basis, lines, entered)
    if problem := unfit(words.topics, [line.kind for line in lines]):
        raise AppealRefused(problem)
    with stored(uuid, files) as there:
        return _filed(uuid, basis, words, lines, there, entered)


def _require_time(basis: Basis, lines: Sequence[Contested], entered: Entered | None) -> None:
    now = timezone.now()
    at = entered.came_at if entered else now
    if not basis.until:
        raise AppealRefused("early")
    if at > now or at < basis.exam.opens_at:
        raise AppealRefused("future" if at > now else "before")
    if entered and entered.by.pk == basis.student.user_id:
        raise AppealRefused("own")
    kinds = [line.kind for line in lines]
    if basis.release and at < basis.release.at - BY_HAND and not FOUND.isdisjoint(kinds):
        raise AppealRefused("untold")
    if not set(kinds) <= set(basis.until):
        raise AppealRefused("lines")
    if late_kinds(kinds, basis.until, at) and not (entered and entered.late_reason):
        raise AppealRefused("late")


@transaction.atomic
def _filed(
    uuid: UUID, basis: Basis, words: Words, lines: Sequence[Contested], files: Sequence[Stored], entered: Entered | None
) -> Appeal:
    organisation = Organisation.objects.select_for_update().get(pk=basis.student.organisation_id)
    known = Appeal.objects.filter(uuid=uuid, student=basis.student).first()
    if known:
        return known
    _require_first(basis)
    now, student = timezone.now(), basis.student
    newest = Appeal.objects.filter(organisation=organisation).aggregate(Max("number"))["number__max"] or 0
    row = Appeal.objects.create(
        uuid=uuid, number=newest + 1, organisation=organisation, period=basis.exam.period, student=student,
        exam=basis.exam, attempt=basis.attempt, release=basis.release, work=basis.work,
        faculty=student.study_group.faculty, via=Appeal.Via.MAIL if entered else Appeal.Via.ONLINE,
        course=words.course, programme=words.programme, iin=words.iin, contacts=words.contacts,
        topics=list(words.topics), text=words.text, faces_agreed=words.faces_agreed,
        filed_at=entered.came_at if entered else now, state=AppealState.FILED, changed_at=now,
        due_at=due_at(AppealState.FILED, now, organisation),
    )  # fmt: skip
    row.commission = commission_for(row)
    row.save(update_fields=["commission"])
    _add_lines(row, lines)
    by = entered.by if entered else student.user
    attach(row, files, by=by)
    note_step(row, by=by, reason=entered.late_reason if entered else "")
    tell_filed(row, state_document(row, by=by))
    return row


def _require_first(basis: Basis) -> None:
    """Refuse a second appeal about the same: one is open, decided, or there were too many."""
    earlier = list(Appeal.objects.filter(student=basis.student, exam=basis.exam))
    if any(row.state in OPEN for row in earlier):
        raise AppealRefused("twice")
    release, work = basis.release.pk if basis.release else None, basis.work.pk if basis.work else None
    if any(row.state == AppealState.CLOSED and (row.release_id, row.work_id) == (release, work) for row in earlier):
        raise AppealRefused("decided")
    if len(earlier) >= MOST_TRIES:
        raise AppealRefused("often")


def _add_lines(row: Appeal, lines: Sequence[Contested]) -> None:
    AppealLine.objects.bulk_create(_line(row, place, line) for place, line in enumerate(lines, start=1))


def _line(row: Appeal, place: int, line: Contested) -> AppealLine:
    made = AppealLine(appeal=row, position=place, kind=line.kind, text=line.text, deduction=line.deduction)
    if line.event:
        made.event_kind, made.detail = line.event.kind, line.event.detail
        made.start_seconds, made.end_seconds = line.event.span.start, line.event.span.end
    return made


def state_document(row: Appeal, *, by: User) -> str:
    """Keep the hash of the appeal as it stands in the chain, and return it."""
    sha256 = digest(appeal_document(row))
    journal.state(
        subject=chain_of(row), action="appeal_written", part=str(row.uuid), sha256=sha256, actor=by.uuid,
    )  # fmt: skip
    return sha256


def send_again(
    *, appeal: Appeal, words: Words, texts: dict[UUID, str], files: Sequence[File] = (), by: User | None = None
) -> Appeal:
    """The student has added what was asked for. `texts`: by line. What is contested stays as it was filed.

    Raises AppealRefused: state, topics, files, large, format.
    """
    require_fit(files, appeal.attachments.count())
    with stored(appeal.uuid, files) as there:
        return _sent_again(appeal, words, texts, there, by or appeal.student.user)


@transaction.atomic
def _sent_again(appeal: Appeal, words: Words, texts: dict[UUID, str], files: Sequence[Stored], by: User) -> Appeal:
    row = locked(appeal)
    if row.state != AppealState.RETURNED:
        raise AppealRefused("state")
    if problem := unfit(words.topics, [line.kind for line in row.lines.all()]):
        raise AppealRefused(problem)
    for line in row.lines.all():
        line.text = texts.get(line.uuid, line.text)
        line.save(update_fields=["text"])
    attach(row, files, by=by)
    move(
        row, AppealState.FILED, by=by, course=words.course, programme=words.programme, iin=words.iin,
        contacts=words.contacts, text=words.text, topics=list(words.topics), faces_agreed=words.faces_agreed,
    )  # fmt: skip
    tell_filed(row, state_document(row, by=by))
    return row


@transaction.atomic
def withdraw(*, appeal: Appeal, by: User, reason: str = "") -> Appeal:
    """The student takes it back. AppealRefused: state."""
    row = locked(appeal)
    move(row, AppealState.WITHDRAWN, by=by, reason=reason)
    tell_withdrawn(row)
    return row
