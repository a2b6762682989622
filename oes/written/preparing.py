"""Writes of who prepares a written exam: its settings, its tasks in variants, their files."""

from copy import copy
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from oes.accounts.access import is_office
from oes.accounts.models import User
from oes.attempts.models import Attempt
from oes.domain.written import MOST_FILE_BYTES
from oes.exams.exam_news import tell_students
from oes.exams.models import Exam, Format
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.written.file_types import type_of
from oes.written.models import Piece, Task, WrittenExam
from oes.written.pieces import clean_name

MOST_VARIANTS = 20
MOST_TASKS = 60
"""Of all variants together."""


class PrepareRefused(Exception):
    """It may not be changed so; `code` says why: handed_out, many, format, large, other, sat (students sit it as a
    test), office (a teacher would make a test a written exam)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def save_written(*, exam: Exam, values: dict[str, Any], by: User, times: dict[str, Any] | None = None) -> WrittenExam:
    """Make an exam a written one, or change how it is.

    `values`: fields of WrittenExam by name; `times`: `opens_at` and `closes_at` of the exam. The students are told of
    other times. PrepareRefused: sat, office.
    """
    stored = Exam.objects.select_for_update().select_related("subject").get(pk=exam.pk)
    if stored.format != Format.WRITTEN and not WrittenExam.objects.filter(exam=exam).exists():
        _refuse_change(stored, by)
    row, _made = WrittenExam.objects.update_or_create(exam=exam, defaults=values)
    told = {"format": Format.WRITTEN, **(times or {})}
    changed = [name for name, value in told.items() if getattr(exam, name) != value]
    before = copy(exam)
    for name in changed:
        setattr(exam, name, told[name])
    if changed:
        exam.save(update_fields=changed)
        tell_students(exam=exam, before=before)
    _tell(row, by, "written_saved", moved={name: str(told[name]) for name in changed if name != "format"})
    return row


def _refuse_change(exam: Exam, by: User) -> None:
    """Raise PrepareRefused where a test stays a test: somebody has sat it; or a teacher would change it, unless it is
    still to come and its subject is examined in writing."""
    if Attempt.objects.filter(enrolment__exam=exam).exists():
        raise PrepareRefused("sat")
    planned = exam.subject is not None and exam.subject.format == Format.WRITTEN and exam.opens_at > timezone.now()
    if not planned and not is_office(by):
        raise PrepareRefused("office")


def note_prepared(*, written: WrittenExam, by: User) -> str:
    """Keep in the journal who saw the tasks of an exam, once an hour; return the link."""
    return journal.once(subject=written.uuid, action="tasks_viewed", actor=by.uuid)


@transaction.atomic
def save_task(*, written: WrittenExam, uuid: UUID, variant: int, text: str, by: User) -> Task:
    """Add a task to a variant, at its end, or change the text of the one that has this uuid. PrepareRefused: many."""
    WrittenExam.objects.select_for_update().get(pk=written.pk)
    known = Task.objects.filter(written=written, uuid=uuid).first()
    if known:
        known.text = text
        known.save(update_fields=["text"])
        _tell(written, by, "task_changed", task=str(uuid), sha256=digest(text.encode()))
        return known
    if Task.objects.filter(uuid=uuid).exists():
        raise PrepareRefused("other")
    if written.tasks.count() >= MOST_TASKS or not 1 <= variant <= MOST_VARIANTS:
        raise PrepareRefused("many")
    last = written.tasks.filter(variant=variant).aggregate(Max("position"))["position__max"] or 0
    task = Task.objects.create(written=written, uuid=uuid, variant=variant, position=last + 1, text=text)
    _tell(written, by, "task_added", task=str(uuid), variant=variant, sha256=digest(text.encode()))
    return task


@transaction.atomic
def remove_task(*, task: Task, by: User) -> None:
    """Take a task away with its files. PrepareRefused: handed_out, where a student has it."""
    WrittenExam.objects.select_for_update().get(pk=task.written_id)
    if task.written.works.filter(variant=task.variant).exists():
        raise PrepareRefused("handed_out")
    keys = list(task.pieces.exclude(blob_key="").values_list("blob_key", flat=True))
    written, uuid = task.written, task.uuid
    task.delete()
    _tell(written, by, "task_removed", task=str(uuid))
    transaction.on_commit(lambda: _delete(keys))


@transaction.atomic
def add_task_file(*, task: Task, uuid: UUID, name: str, body: bytes, by: User) -> Piece:
    """Add a file to a task; the same uuid again returns the row there is. PrepareRefused: large, format, many."""
    known = Piece.objects.filter(task=task, uuid=uuid).first()
    if known:
        return known
    if Piece.objects.filter(uuid=uuid).exists():
        raise PrepareRefused("other")
    told = type_of(name, body)
    if len(body) > MOST_FILE_BYTES:
        raise PrepareRefused("large")
    if told is None:
        raise PrepareRefused("format")
    if task.pieces.filter(removed_at=None).count() >= 10:
        raise PrepareRefused("many")
    key = f"tasks/{task.written.uuid}/{uuid}.{told.extension}"
    blobs.put(key, body)
    last = task.pieces.aggregate(Max("position"))["position__max"] or 0
    piece = Piece.objects.create(
        uuid=uuid, kind=Piece.Kind.TASK, task=task, position=last + 1, name=clean_name(name, told.extension),
        media_type=told.media_type, size=len(body), sha256=digest(body), blob_key=key,
    )  # fmt: skip
    _tell(task.written, by, "task_file_added", task=str(task.uuid), piece=str(uuid), sha256=piece.sha256)
    return piece


@transaction.atomic
def remove_task_file(*, piece: Piece, by: User) -> None:
    """Take a file of a task away."""
    if piece.task is None:
        raise PrepareRefused("format")
    if Piece.objects.filter(pk=piece.pk, removed_at=None).update(removed_at=timezone.now(), blob_key=""):
        _tell(piece.task.written, by, "task_file_removed", piece=str(piece.uuid), sha256=piece.sha256)
        key = piece.blob_key
        transaction.on_commit(lambda: blobs.delete(key))


def _delete(keys: list[str]) -> None:
    for key in keys:
        blobs.delete(key)


def _tell(row: WrittenExam, by: User, action: str, **content: Any) -> None:
    exam = row.exam
    journal.append(
        subject=exam.organisation.uuid, action=action, actor=by.uuid, exam=str(exam.uuid), **content
    )  # fmt: skip
