"""A written exam, its tasks, and what each student handed in."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oes.domain.written import Saving, WorkState
from oes.exams.models import Enrolment, Exam


class WrittenExam(models.Model):
    """What makes an exam a written one: when its tasks are handed out, done and checked (W8).

    Tasks are there from the exam's `opens_at` on, works are taken until `closes_at` plus the student's own extra time.
    Personal data: none. Kept: with the exam.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exam = models.OneToOneField(Exam, on_delete=models.CASCADE, related_name="written")
    late_minutes = models.PositiveSmallIntegerField(_("minutes that a late work is taken, with a reason"), default=15)
    check_until = models.DateTimeField(_("works are checked until"), null=True, blank=True)
    takes_text = models.BooleanField(_("text in the page"), default=True)
    takes_files = models.BooleanField(_("files"), default=True)
    takes_photos = models.BooleanField(_("photos of paper pages"), default=True)
    is_proctored = models.BooleanField(_("under proctoring"), default=False)
    on_paper = models.BooleanField(_("written on paper: looking down at it weighs nothing"), default=False)
    note = models.TextField(_("note above the tasks"), blank=True)
    released_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    """When the works were opened to fellow students, names hidden (W9); only after the marks were released."""


class Task(models.Model):
    """A task or one variant of it. Personal data: none. Kept: with the exam."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    written = models.ForeignKey(WrittenExam, on_delete=models.CASCADE, related_name="tasks")
    variant = models.PositiveSmallIntegerField(_("variant"), default=1)
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["written", "variant", "position"], name="task_once")]
        ordering = ["variant", "position"]


class Work(models.Model):
    """One student's work. Markers and observers see its number, never the name, until marks are released.

    Personal data: what the student wrote, and when. Kept: with the attempt's results.
    """

    class State(models.TextChoices):
        HANDED_OUT = WorkState.HANDED_OUT.value, _("being written")
        HANDED_IN = WorkState.HANDED_IN.value, pgettext_lazy("work", "handed in")
        MISSED = WorkState.MISSED.value, _("not handed in")
        RELEASED = WorkState.RELEASED.value, _("marked and released")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    written = models.ForeignKey(WrittenExam, on_delete=models.CASCADE, related_name="works")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="work")
    number = models.PositiveIntegerField()
    """Random within the exam: what stands in place of the name."""
    variant = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.HANDED_OUT)
    text = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    """One more with each saving of the text: an older page never overwrites a newer text."""
    handed_out_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    """When it was due for this student, as it stood when the work was handed in."""
    is_automatic = models.BooleanField(default=False)
    """Taken in by itself, with what was saved, when the time was over or the recording had ended."""
    late_reason = models.CharField(max_length=500, blank=True)
    receipt_sha256 = models.CharField(max_length=64, blank=True)
    """Of the list of all that was handed in."""
    receipt_link = models.CharField(max_length=64, blank=True)
    """The journal's link that says so."""
    page_key = models.CharField(max_length=36, blank=True)
    """The load of the page that saved the text last; `page_turn` counts its sendings."""
    page_turn = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["written", "number"], name="work_number_once")]

    @property
    def is_open(self) -> bool:
        return self.state == WorkState.HANDED_OUT

    def last_saving(self) -> Saving | None:
        """Return which page saved the text last, or None where none has."""
        return Saving(self.page_key, self.page_turn, self.revision) if self.page_key else None


class Piece(models.Model):
    """A file or the photo of a paper page that belongs to a work or a task; its bytes lie sealed in the store.

    Personal data: what the student handed in. Kept: with the work.
    """

    class Kind(models.TextChoices):
        TASK = "task", _("part of a task")
        FILE = "file", _("file")
        PHOTO = "photo", _("photo of a page")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, related_name="pieces")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, null=True, related_name="pieces")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    blob_key = models.CharField(max_length=200)
    turned = models.PositiveSmallIntegerField(default=0)
    """Degrees clockwise that the page is shown turned by: 0, 90, 180 or 270."""
    crop = models.JSONField(default=list)
    """Left, top, right, bottom as shares of the turned picture; empty: the whole."""
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(task__isnull=True) ^ models.Q(work__isnull=True), name="piece_of_one_thing"
            )
        ]
        ordering = ["position", "pk"]
