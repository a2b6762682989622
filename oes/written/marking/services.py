"""Writes of marking: points, remarks, finishing, the mark of a work."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.domain.marking import Rule, settle
from oes.exams.models import Exam
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest
from oes.written.marking import distribution
from oes.written.marking.models import FinalMark, GivenPoints, Marking, Remark, whole
from oes.written.marking.setup import plan_of
from oes.written.models import Piece, Work

MOST_REMARKS = 200
"""Of one marking."""


class MarkingRefused(Exception):
    """`code` says why: finished, missing (a criterion has no points), many (remarks), writing (the work was
    taken back to be written on)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page, in shares of its width and height."""

    left: float
    top: float


@transaction.atomic
def save_points(*, marking: Marking, points: Mapping[int, Decimal | None], words: str) -> Marking:
    """Keep the points by the key of their criterion, None takes them back. Raises MarkingRefused: finished."""
    row = _open(marking)
    row.words = words
    row.save(update_fields=["words"])
    GivenPoints.objects.filter(marking=row, criterion__in=[key for key, one in points.items() if one is None]).delete()
    for key, one in points.items():
        if one is not None:
            GivenPoints.objects.update_or_create(marking=row, criterion_id=key, defaults={"points": one})
    return row


@transaction.atomic
def finish(*, marking: Marking) -> Marking:
    """Close a marking: its sum stands, and the work gets its mark or a third marker.

    Raises MarkingRefused: finished, missing, writing.
    """
    row = _open(marking)
    if row.work.state != Work.State.HANDED_IN:
        raise MarkingRefused("writing")
    criteria = list(row.work.written.criteria.all())
    given = {one.criterion_id: one.points for one in row.given.all()}
    if set(given) != {criterion.pk for criterion in criteria}:
        raise MarkingRefused("missing")
    row.points, row.finished_at = sum(given.values(), Decimal(0)), timezone.now()
    row.save(update_fields=["points", "finished_at"])
    told = {str(criterion.uuid): str(given[criterion.pk]) for criterion in criteria}
    journal.append(
        subject=row.work.uuid, action="work_marked", actor=row.marker.uuid, turn=row.turn, points=str(row.points),
        sha256=digest(canonical({"points": told, "words": row.words})),
    )  # fmt: skip
    _settle(row.work)
    return row


def _open(marking: Marking) -> Marking:
    """Return the row, locked together with its work: two markers who finish at once wait for each other."""
    Work.objects.select_for_update().get(pk=marking.work_id)
    rows = Marking.objects.select_for_update(of=("self",)).select_related("work__written__exam__organisation", "marker")
    row = rows.get(pk=marking.pk)
    if row.finished_at is not None:
        raise MarkingRefused("finished")
    return row


def _settle(work: Work) -> None:
    plan, now = plan_of(work.written), timezone.now()
    turns = list(work.markings.order_by("turn"))
    marks = [turn.points for turn in turns if turn.points is not None]
    if len(marks) < len(turns):
        return
    settled = settle(
        marks, cross=plan.cross_check, maximum=whole(list(work.written.criteria.all())),
        threshold_percent=plan.threshold_percent, rule=Rule(plan.rule),
    )  # fmt: skip
    if settled is None:
        distribution.give_third(work=work, at=now)
        return
    FinalMark.objects.create(work=work, points=settled.points, basis=settled.basis, settled_at=now)
    journal.append(
        subject=work.uuid, action="mark_settled", points=str(settled.points), basis=str(settled.basis)
    )  # fmt: skip


@transaction.atomic
def add_remark(*, marking: Marking, text: str, piece: Piece | None = None, place: Place | None = None) -> Remark:
    """Keep a comment; the same one at the same place again adds nothing. Raises MarkingRefused: finished, many."""
    row = _open(marking)
    where = {"piece": piece, "left": place.left if place else None, "top": place.top if place else None}
    known = row.remarks.filter(text=text, **where).first()
    if known:
        return known
    if row.remarks.count() >= MOST_REMARKS:
        raise MarkingRefused("many")
    made = Remark.objects.create(marking=row, text=text, **where)
    _tell(row, made, "remark_added")
    return made


@transaction.atomic
def remove_remark(*, marking: Marking, remark: UUID) -> None:
    """Take a comment away; none where it is gone already. Raises MarkingRefused: finished."""
    row = _open(marking)
    if known := row.remarks.filter(uuid=remark).first():
        _tell(row, known, "remark_removed")
        known.delete()


def _tell(row: Marking, remark: Remark, action: str) -> None:
    told = {"text": remark.text, "left": remark.left, "top": remark.top}
    journal.append(
        subject=row.work.uuid, action=action, actor=row.marker.uuid, turn=row.turn, remark=str(remark.uuid),
        sha256=digest(canonical(told)),
    )  # fmt: skip


def note_look(*, work: Work, by: User) -> str:
    """Keep in the journal who looked at a work, told once an hour; return the link."""
    return journal.once(subject=work.uuid, action="work_viewed", actor=by.uuid)


def note_observed(*, exam: Exam, by: User) -> str:
    """Keep in the journal who follows an exam as an observer, told once an hour; return the link."""
    return journal.once(subject=exam.uuid, action="exam_observed", actor=by.uuid)
