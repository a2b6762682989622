"""What the registrar does after a decision: the exam is sat again, the mark is changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from oes.accounts.models import Organisation, User
from oes.appeals import deciding_notices as notices
from oes.appeals.models import RegistrarTask
from oes.appeals.moving import AppealRefused, chain_of
from oes.attempts.services import release_attempt
from oes.domain.marking import points_of
from oes.domain.open_states import OpenState, stated
from oes.exams.models import Enrolment, ExamPeriod
from oes.journal import services as journal
from oes.written.marking.changing import change_mark
from oes.written.marking.models import FinalMark, whole
from oes.written.models import Work

VIEWS = ("open", "done", "all")
_APPEAL = "decision__line__appeal"


def tasks_of(organisation: Organisation, *, view: str = "all") -> QuerySet[RegistrarTask]:
    """Return the tasks of an institution, those first that are due first; what is done, newest first."""
    rows = RegistrarTask.objects.filter(**{f"{_APPEAL}__organisation": organisation})
    if view in ("open", "done"):
        rows = rows.filter(done_at__isnull=view == "open")
    rows = rows.select_related(f"{_APPEAL}__student__study_group", f"{_APPEAL}__exam", "done_by")
    return rows.order_by(F("done_at").desc(nulls_first=True), "due_at", "pk")


def late_count(organisation: Organisation, now: datetime) -> int:
    """Return how many open tasks should be done by now. One query."""
    return tasks_of(organisation, view="open").filter(due_at__lte=now).count()


@transaction.atomic
def do_task(*, task: RegistrarTask, note: str, by: User) -> RegistrarTask:
    """Note that a task is done; the student is told. One that is done already stays as it is.

    An exam to be sat again: the student gets one more attempt. A changed mark: where it is one of points of a work that
    is marked here, the work gets it. Raises AppealRefused (enrolment: the student is no more on the exam's list; own:
    nobody does what concerns the own appeal).
    """
    rows = RegistrarTask.objects.select_for_update(of=("self",))
    row = rows.select_related(f"{_APPEAL}__student__user", f"{_APPEAL}__exam", f"{_APPEAL}__work__written").get(
        pk=task.pk
    )
    appeal = row.decision.line.appeal
    if appeal.student.user_id == by.pk:
        raise AppealRefused("own")
    if row.done_at is not None:
        return row
    if row.kind == RegistrarTask.Kind.REPEAT_EXAM:
        _one_more_attempt(row, by)
    mark = mark_of(row)
    if mark and mark.points is not None:
        reason = row.decision.reason
        change_mark(work=mark.work, points=mark.points, decision=row.decision.uuid, reason=reason, by=by)
    row.done_at, row.done_by, row.note = timezone.now(), by, note
    row.save(update_fields=["done_at", "done_by", "note"])
    journal.append(
        subject=chain_of(appeal), action="appeal_task_done", actor=by.uuid, appeal=str(appeal.uuid), task=str(row.uuid),
        kind=row.kind, mark_set=bool(mark and mark.points is not None),
    )  # fmt: skip
    notices.task_done(row)
    return row


@dataclass(frozen=True, slots=True)
class WorkMark:
    """The mark of the work that a task is about. `points`: what it becomes; None where the new mark is none of its
    points, so that it has to be kept elsewhere."""

    work: Work
    now: Decimal
    maximum: Decimal
    points: Decimal | None


def mark_of(task: RegistrarTask) -> WorkMark | None:
    """Return the mark that doing a task changes here; None where there is none. At most four queries."""
    work = task.decision.line.appeal.work
    if task.kind != RegistrarTask.Kind.CHANGE_MARK or work is None or work.written.released_at is None:
        return None
    mark = FinalMark.objects.filter(work=work).first()
    if mark is None:
        return None
    maximum = whole(list(work.written.criteria.all()))
    return WorkMark(work, mark.points, maximum, points_of(task.decision.new_mark, maximum))


def _one_more_attempt(row: RegistrarTask, by: User) -> None:
    appeal = row.decision.line.appeal
    enrolment = Enrolment.objects.real().filter(student=appeal.student, exam=appeal.exam).first()
    if enrolment is None:
        raise AppealRefused("enrolment")
    with translation.override(settings.LANGUAGE_CODE):
        reason = gettext("Decision on appeal %(number)d") % {"number": appeal.number}
    release_attempt(enrolment=enrolment, by=by, reason=reason)


def waiting(period: ExamPeriod, at: datetime) -> Iterable[OpenState]:
    """Say how many tasks of a period are open, by kind. One query. Those of no period are shown with every one."""
    mine = Q(**{f"{_APPEAL}__period": period}) | Q(**{f"{_APPEAL}__period": None})
    rows = RegistrarTask.objects.filter(mine, done_at=None, **{f"{_APPEAL}__organisation": period.organisation_id})
    for row in rows.order_by().values("kind").annotate(count=Count("pk"), due=Min("due_at")):
        title = str(RegistrarTask.Kind(row["kind"]).label)
        yield stated("appeal_task", row["due"], count=row["count"], title=title, path=reverse("appeals:tasks"))


def table(rows: Iterable[RegistrarTask]) -> dict[str, Any]:
    """Return the tasks as lines of a file, for `accounts.exports.exported`."""
    header = [
        pgettext("deadline", "Due"), gettext("Appeal"), gettext("Student"), gettext("Group"), gettext("Exam"),
        gettext("Task"), gettext("New mark"), gettext("Reason"), pgettext("task", "Done"), gettext("By"),
        gettext("Note"),
    ]  # fmt: skip
    return {"name": "appeal-tasks", "header": header, "rows": lambda: [_cells(row) for row in rows]}


def _cells(row: RegistrarTask) -> tuple[object, ...]:
    decision = row.decision
    appeal = decision.line.appeal
    return (
        row.due_at, appeal.number, appeal.student.full_name, appeal.student.study_group.code, appeal.exam.title,
        row.get_kind_display(), decision.new_mark, decision.reason, row.done_at,
        row.done_by.shown_name if row.done_by else "", row.note,
    )  # fmt: skip
