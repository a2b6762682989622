"""Writes about works: handing out, saving, handing in, late work."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from oes.attempts.services import note_exam_time
from oes.domain.written import (
    MOST_LETTERS,
    Answer,
    Ending,
    Phase,
    Saving,
    WorkState,
    answer_to,
    fair_variant,
    may_reopen,
)
from oes.exams.models import Enrolment
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.written.handing_in import note_handed_in
from oes.written.models import Work, WrittenExam
from oes.written.queries import Sitting, is_empty, sitting_of

LEAST_NUMBERS = 9000
"""So many numbers of works are drawn from, or ten for each student of a larger exam."""
_random = random.SystemRandom()


class WorkRefused(Exception):
    """It may not be done now; `code` says why: before, over, late, handed_in, not_recording, reason, large, ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def hand_out(*, enrolment: Enrolment, at: datetime | None = None) -> Work:
    """Give a student the tasks, in a variant of their own: the one that fewest have. The same work every time.

    WorkRefused: before, over, not_recording, no_tasks.
    """
    now = at or timezone.now()
    written = WrittenExam.objects.select_for_update().get(exam_id=enrolment.exam_id)
    known = Work.objects.filter(enrolment=enrolment).first()
    if known:
        return known
    sitting = sitting_of(enrolment, now)
    phase = sitting.window.phase(now)
    if phase in (Phase.BEFORE, Phase.OVER):
        raise WorkRefused(phase)
    if not sitting.records:
        raise WorkRefused("not_recording")
    work = Work.objects.create(
        written=written, enrolment=enrolment, number=_free_number(written), variant=_variant(written),
        handed_out_at=now, due_at=sitting.window.due_at,
    )  # fmt: skip
    journal.append(
        subject=work.uuid, action="work_handed_out", actor=enrolment.student.user.uuid, exam=str(enrolment.exam.uuid),
        student=str(enrolment.student.uuid), number=work.number, variant=work.variant,
    )  # fmt: skip
    if sitting.attempt is not None:  # our page is the testing system: it tells the beginning
        note_exam_time(attempt=sitting.attempt, began=round(sitting.attempt.clock_seconds(now), 3))
    return work


def _variant(written: WrittenExam) -> int:
    variants = written.tasks.values_list("variant", flat=True).distinct()
    given: Mapping[int, int] = dict.fromkeys(variants, 0)
    if not given:
        raise WorkRefused("no_tasks")
    counted = written.works.filter(variant__in=given).values_list("variant").annotate(count=Count("pk"))
    return fair_variant({**given, **dict(counted)}, _random.randrange(10**6))


def _free_number(written: WrittenExam) -> int:
    """Draw the number that stands in place of the name."""
    taken = set(written.works.values_list("number", flat=True))
    most = max(LEAST_NUMBERS, 10 * (len(taken) + 1))
    while (number := 1000 + _random.randrange(most)) in taken:
        pass
    return number


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a text: the revision that stands, and at a conflict its text."""

    answer: Answer
    revision: int
    text: str = ""


@transaction.atomic
def save_text(*, work: Work, text: str, saving: Saving, at: datetime | None = None) -> Saved:
    """Keep what a page sent, once. WorkRefused: handed_in, before, late, over, not_recording, large."""
    now = at or timezone.now()
    if len(text) > MOST_LETTERS:
        raise WorkRefused("large")
    row = writable(work, now)
    answer = answer_to(row.last_saving(), saving)
    if answer == Answer.CONFLICT and text == row.text:
        answer = Answer.REPEATED
    if answer == Answer.CONFLICT:
        return Saved(answer, row.revision, row.text)
    if answer == Answer.TAKEN:
        row.text, row.saved_at, row.revision = text, now, row.revision + 1
        row.page_key, row.page_turn = saving.page, saving.turn
        row.save(update_fields=["text", "saved_at", "revision", "page_key", "page_turn"])
    return Saved(answer, row.revision)


def locked(work: Work) -> Work:
    """Return the work's row, held until the end of the transaction."""
    rows = Work.objects.select_for_update(of=("self",))
    return rows.select_related(
        "written", "enrolment__exam__written", "enrolment__student__organisation", "enrolment__student__user"
    ).get(pk=work.pk)


def writable(work: Work, at: datetime) -> Work:
    """Return the locked row of a work that may be written on at a moment."""
    row = locked(work)
    sitting = sitting_of(row.enrolment, at)
    if not row.is_open:
        _reopen_if_allowed(row, sitting, at)
    if not row.is_open:
        raise WorkRefused("handed_in")
    phase = sitting.window.phase(at)
    if not sitting.window.may_write(at, has_reason=bool(row.late_reason)):
        raise WorkRefused(phase)
    if sitting.written.is_proctored and (sitting.attempt is None or sitting.attempt.state != "started"):
        raise WorkRefused("not_recording")
    return row


def _reopen_if_allowed(row: Work, sitting: Sitting, at: datetime) -> None:
    """Let a work that was taken in by itself be written on, where the rules say so."""
    again = sitting.written.is_proctored and sitting.records
    if row.markings.filter(finished_at__isnull=False).exists():
        return  # a mark stands for what was handed in
    if not may_reopen(
        sitting.window, at, state=WorkState(row.state), is_automatic=row.is_automatic,
        has_reason=bool(row.late_reason), records_again=again,
    ):  # fmt: skip
        return
    row.state, row.is_automatic, row.handed_in_at = WorkState.HANDED_OUT, False, None
    row.save(update_fields=["state", "is_automatic", "handed_in_at"])
    journal.append(subject=row.uuid, action="work_reopened", late=bool(row.late_reason))


@transaction.atomic
def hand_in(*, work: Work, at: datetime | None = None) -> Work:
    """Take a work in for good, as its student says. Again changes nothing.

    WorkRefused: empty, before, late, over, not_recording.
    """
    now = at or timezone.now()
    row = locked(work)
    if row.state in (WorkState.HANDED_IN, WorkState.RELEASED) and not row.is_automatic:
        return row
    row = writable(work, now)
    if is_empty(row):
        raise WorkRefused("empty")
    sitting = sitting_of(row.enrolment, now)
    note_handed_in(row, sitting, Ending(WorkState.HANDED_IN, now), is_automatic=False)
    if sitting.attempt is not None and sitting.attempt.is_running:  # and the end
        note_exam_time(attempt=sitting.attempt, ended=round(sitting.attempt.clock_seconds(now), 3))
    return row


@transaction.atomic
def give_reason(*, work: Work, reason: str, at: datetime | None = None) -> Work:
    """Keep why a work comes late; from then on it is taken until the late minutes are over.

    WorkRefused: reason (none given), handed_in, late_over, writing (it is not late).
    """
    now = at or timezone.now()
    told = " ".join(reason.split())[:500]
    if not told:
        raise WorkRefused("reason")
    row = locked(work)
    sitting = sitting_of(row.enrolment, now)
    if sitting.window.phase(now) != Phase.LATE:
        raise WorkRefused("late_over" if now >= sitting.window.late_until else "writing")
    if not row.is_open and not (row.state == WorkState.HANDED_IN and row.is_automatic):
        raise WorkRefused("handed_in")
    if not row.late_reason:
        row.late_reason = told
        row.save(update_fields=["late_reason"])
        journal.append(
            subject=row.uuid, action="work_late", actor=row.enrolment.student.user.uuid, sha256=digest(told.encode())
        )
    _reopen_if_allowed(row, sitting, now)
    return row
