"""Marks become final: the registrar releases them; then the works may be opened to fellow students."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest
from oes.notices.services import notify
from oes.written.marking.models import FinalMark, whole
from oes.written.marking.setup import plan_of
from oes.written.models import Work, WrittenExam


class ReleaseRefused(Exception):
    """`code` says why: empty (no work has a mark), open (works without a mark), policy (the exam keeps works closed),
    marks (they are not released yet)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def unmarked(written: WrittenExam) -> int:
    """Return how many works still lack a mark: those being written, and those handed in."""
    rows = written.works.filter(state__in=[Work.State.HANDED_OUT, Work.State.HANDED_IN])
    return rows.filter(mark=None).count()


@transaction.atomic
def release_marks(*, written: WrittenExam, by: User) -> datetime:
    """Make the marks of an exam final and tell each student. Once; again changes nothing.

    Raises ReleaseRefused: empty, open.
    """
    row = WrittenExam.objects.select_for_update().select_related("exam__organisation").get(pk=written.pk)
    if row.released_at:
        return row.released_at
    marks = list(FinalMark.objects.filter(work__written=row).select_related("work__enrolment__student__user"))
    if unmarked(row):
        raise ReleaseRefused("open")
    if not marks:
        raise ReleaseRefused("empty")
    row.released_at = timezone.now()
    row.save(update_fields=["released_at"])
    row.works.filter(state=Work.State.HANDED_IN).update(state=Work.State.RELEASED)
    told = sorted([str(mark.work.uuid), str(mark.points)] for mark in marks)
    journal.append(
        subject=row.exam.organisation.uuid, action="marks_released", actor=by.uuid, exam=str(row.exam.uuid),
        marks=len(marks), sha256=digest(canonical({"marks": told})),
    )  # fmt: skip
    _tell_students(row, marks)
    return row.released_at


def _tell_students(written: WrittenExam, marks: list[FinalMark]) -> None:
    """Tell all who got the same points at once: a few queries for each mark there is, not for each student."""
    most = number(whole(list(written.criteria.all())))
    readers: dict[str, list[User]] = defaultdict(list)
    for mark in marks:
        readers[number(mark.points)].append(mark.work.enrolment.student.user)
    for points, users in readers.items():
        notify(
            users=users, kind="mark_released", title=_("Your mark: %(exam)s"),
            text=_("Your work at the exam “%(exam)s” got %(points)s of %(most)s points."),
            path=reverse("written:mark", args=[written.exam.uuid]), exam=written.exam.title, points=points, most=most,
        )  # fmt: skip


@transaction.atomic
def open_works(*, written: WrittenExam, by: User, is_open: bool) -> None:
    """Let fellow students read the works without names, or end it. Raises ReleaseRefused: policy, marks."""
    row = WrittenExam.objects.select_for_update().select_related("exam__organisation").get(pk=written.pk)
    if is_open and not plan_of(row).opens_works:
        raise ReleaseRefused("policy")
    if is_open and row.released_at is None:
        raise ReleaseRefused("marks")
    if is_open == (row.opened_at is not None):
        return
    row.opened_at = timezone.now() if is_open else None
    row.save(update_fields=["opened_at"])
    journal.append(
        subject=row.exam.organisation.uuid, action="works_opened" if is_open else "works_closed", actor=by.uuid,
        exam=str(row.exam.uuid),
    )  # fmt: skip


def number(points: object) -> str:
    """Return points as people write them: without zeros at the end."""
    text = f"{points:.2f}"
    return text.rstrip("0").rstrip(".")
