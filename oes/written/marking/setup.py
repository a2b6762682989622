"""Writes that prepare the marking: rules, criteria, markers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.accounts.models import User
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest
from oes.written.marking import distribution
from oes.written.marking.models import Criterion, Marker, Marking, MarkingPlan
from oes.written.models import WrittenExam

LOOSE = ("opens_works",)
"""What may still change when works were given out: it touches no mark."""


class SetupRefused(Exception):
    """`code` says why: stands (works were given out), released, waiting (works that nobody else may take)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wanted:
    """A criterion as a form says it; `uuid` None: a new one."""

    uuid: UUID | None
    title: str
    points: Decimal


def plan_of(written: WrittenExam) -> MarkingPlan:
    """Return the plan of an exam; the one that everything begins with where nobody has saved one."""
    return getattr(written, "plan", None) or MarkingPlan(written=written)


@transaction.atomic
def save_plan(*, written: WrittenExam, changes: Mapping[str, Any], criteria: Sequence[Wanted] | None, by: User) -> None:
    """Save rules and criteria (None: as they are). Raises SetupRefused: stands, released."""
    written = WrittenExam.objects.select_for_update().select_related("exam__organisation").get(pk=written.pk)
    plan, _ = MarkingPlan.objects.select_for_update().get_or_create(written=written)
    if written.released_at and changes.get("opens_works", plan.opens_works) == plan.opens_works:
        raise SetupRefused("released")
    moved = {name for name, value in changes.items() if getattr(plan, name) != value}
    if plan.distributed_at and (moved - set(LOOSE) or (criteria is not None and criteria != current(written))):
        raise SetupRefused("stands")
    for name in moved:
        setattr(plan, name, changes[name])
    plan.save()
    if criteria is not None and not plan.distributed_at:
        _write(written, criteria)
    journal.append(
        subject=written.exam.organisation.uuid, action="marking_planned", actor=by.uuid, exam=str(written.exam.uuid),
        sha256=digest(canonical(_document(plan))),
    )  # fmt: skip


def current(written: WrittenExam) -> list[Wanted]:
    """Return the criteria as a form would say them."""
    return [Wanted(row.uuid, row.title, row.points) for row in written.criteria.all()]


def _write(written: WrittenExam, criteria: Sequence[Wanted]) -> None:
    kept = {one.uuid for one in criteria if one.uuid}
    written.criteria.exclude(uuid__in=kept).delete()
    known = {row.uuid: row for row in written.criteria.all()}
    for position, one in enumerate(criteria, start=1):
        row = known.get(one.uuid) if one.uuid else None
        row = row or Criterion(written=written)
        row.position, row.title, row.points = position, one.title, one.points
        row.save()


def _document(plan: MarkingPlan) -> dict[str, Any]:
    names = ("cross_check", "threshold_percent", "rule", "is_anonymous", "opens_works")
    return {name: getattr(plan, name) for name in names} | {
        "criteria": [[one.title, str(one.points)] for one in current(plan.written)]
    }


@transaction.atomic
def add_marker(*, written: WrittenExam, user: User, by: User) -> Marker:
    """Let somebody mark; who did before and was taken off comes back. A third marker who was missing is found now."""
    row, new = Marker.objects.get_or_create(written=written, user=user, defaults={"added_by": by})
    if not new and row.removed_at is None:
        return row
    if not new:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
    _tell(written, by, "marker_added", user)
    distribution.give_thirds(written=written, at=timezone.now())
    return row


@transaction.atomic
def remove_marker(*, marker: Marker, by: User) -> None:
    """Take somebody off; their unfinished works go to others. Raises SetupRefused: waiting (nobody may take one)."""
    row = Marker.objects.select_for_update().select_related("written__exam__organisation", "user").get(pk=marker.pk)
    if row.removed_at is not None:
        return
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    open_ones = Marking.objects.filter(work__written=row.written, marker=row.user, finished_at=None)
    for marking in open_ones.order_by("pk"):
        seat = distribution.best_other(marking)
        if seat is None:
            raise SetupRefused("waiting")
        distribution.move(marking=marking, to=User.objects.get(pk=seat.key), by=by)
    _tell(row.written, by, "marker_removed", row.user)


def _tell(written: WrittenExam, by: User, action: str, user: User) -> None:
    organisation = written.exam.organisation
    journal.append(
        subject=organisation.uuid, action=action, actor=by.uuid, exam=str(written.exam.uuid), user=str(user.uuid)
    )
