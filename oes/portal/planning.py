"""Writes of a period's plan: its slots, which exam is in which, and a proposal for what is not planned yet."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.exams.exam_news import tell_students
from oes.exams.models import Exam, ExamPeriod, ExamSlot, PlanningRules
from oes.journal import services as journal


@dataclass(frozen=True, slots=True)
class Move:
    """An exam to be moved to a slot. `seen`: when it opened on the page on which somebody decided so."""

    exam: Exam
    slot: ExamSlot
    seen: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of moves. `lost`: somebody else had moved them meanwhile; `begun`: they have opened already."""

    done: tuple[Exam, ...] = ()
    lost: tuple[Exam, ...] = ()
    begun: tuple[Exam, ...] = ()


def lock(period: ExamPeriod) -> None:
    """Let one person at a time change a period's plan, up to the end of the transaction."""
    ExamPeriod.objects.select_for_update().get(pk=period.pk)


@transaction.atomic
def move_exams(*, period: ExamPeriod, moves: Sequence[Move], by: User, at: datetime | None = None) -> Moved:
    """Move exams to slots. What somebody else moved since it was seen stays where that person put it.

    An exam that has opened by `at` (None: now) is not moved. Once the period is published, the students are told.
    """
    lock(period)
    now, done, lost, begun = at or timezone.now(), [], [], []
    rows = {row.pk: row for row in Exam.objects.select_for_update().filter(pk__in=[move.exam.pk for move in moves])}
    told = []
    for move in moves:
        exam = rows[move.exam.pk]
        if exam.opens_at == move.slot.starts_at and exam.closes_at == move.slot.ends_at:
            continue
        if exam.opens_at != move.seen:
            lost.append(exam)
        elif exam.opens_at <= now:
            begun.append(exam)
        else:
            told.append([str(exam.uuid), exam.opens_at.isoformat(), move.slot.starts_at.isoformat()])
            before, exam.period = copy(exam), period
            exam.opens_at, exam.closes_at = move.slot.starts_at, move.slot.ends_at
            exam.save(update_fields=["opens_at", "closes_at"])
            tell_students(exam=exam, before=before)
            done.append(exam)
    if told:
        _tell(period, by, "exams_moved", moved=told)
    return Moved(tuple(done), tuple(lost), tuple(begun))


@transaction.atomic
def add_slots(*, period: ExamPeriod, slots: Sequence[ExamSlot], by: User) -> int:
    """Add slots to a period. One that begins when another does is that one, and changes nothing."""
    there = set(period.slots.values_list("starts_at", flat=True))
    new = [slot for slot in slots if slot.starts_at not in there]
    ExamSlot.objects.bulk_create(new, batch_size=200)
    if new:
        _tell(period, by, "slots_added", starts=[slot.starts_at.isoformat() for slot in new])
    return len(new)


@transaction.atomic
def save_slot(*, slot: ExamSlot, by: User) -> None:
    """Store what a slot offers; its times stay, since exams are in it."""
    slot.save(update_fields=["seats", "proctors"])
    _tell(slot.period, by, "slot_changed", starts=slot.starts_at.isoformat(), seats=slot.seats, proctors=slot.proctors)


@transaction.atomic
def remove_slot(*, slot: ExamSlot, by: User) -> bool:
    """Remove a slot; False, and nothing changes, while exams are in it."""
    if Exam.objects.real().filter(period=slot.period, opens_at=slot.starts_at).exists():
        return False
    if ExamSlot.objects.filter(pk=slot.pk).delete()[0]:
        _tell(slot.period, by, "slot_removed", starts=slot.starts_at.isoformat())
    return True


@transaction.atomic
def save_rules(*, rules: PlanningRules, by: User) -> None:
    """Store what the plan of a period goes by."""
    rules.save()
    _tell(
        rules.period, by, "planning_rules_set", students_per_proctor=rules.students_per_proctor,
        most_a_day=rules.most_a_day, minutes=rules.minutes,
    )  # fmt: skip


def _tell(period: ExamPeriod, by: User, action: str, **content: object) -> None:
    journal.append(subject=period.organisation.uuid, action=action, actor=by.uuid, period=str(period.uuid), **content)
