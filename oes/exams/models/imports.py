"""Files that are read in: what they would do, what they did, and which lines were refused."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oes.accounts.models import Organisation
from oes.exams.models.periods import ExamPeriod


class ImportJob(models.Model):
    """One uploaded file. The worker reads it, a person looks at what would happen, the worker carries it out.

    Personal data: the uploaded file until the job has ended, who uploaded it. Kept: 30 days after its end.
    """

    class Kind(models.TextChoices):
        """What a file holds. Keys are stored: they never change."""

        STUDENTS = "students", _("Students")
        GROUPS = "groups", _("Groups")
        SUBJECTS = "subjects", _("Subjects")
        TEACHERS = "teachers", _("Teachers")
        TEACHINGS = "teachings", _("Who teaches what")
        ENROLMENTS = "enrolments", _("Who sits which exam")
        ONEROSTER = "oneroster", _("OneRoster 1.1 (ZIP of CSV files)")
        PHOTOS = "photos", _("Reference photos (ZIP)")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("import", "being read")
        PLANNED = "planned", pgettext_lazy("import", "waits for your word")
        CONFIRMED = "confirmed", pgettext_lazy("import", "being imported")
        DONE = "done", pgettext_lazy("import", "imported")
        REFUSED = "refused", pgettext_lazy("import", "not readable")
        CANCELLED = "cancelled", pgettext_lazy("import", "cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=12, choices=Kind)
    period = models.ForeignKey(
        ExamPeriod, on_delete=models.PROTECT, null=True, related_name="imports", verbose_name=_("exam session")
    )
    file_name = models.CharField(max_length=200)
    blob_key = models.CharField(max_length=200)
    """Empty once the job has ended: the file is gone then."""
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    language = models.CharField(max_length=5)
    """Of whoever uploaded it: what is said about its lines is written in it."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    error = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    """Lines that the present phase, reading or importing, has behind it."""
    counts = models.JSONField(default=dict)
    """Lines by what happens or happened to them: create, change, same, refused."""
    notes = models.JSONField(default=dict)
    """Names of what the import makes besides (groups, faculties, departments), and numbers of what it leaves out."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    """How many processes took it up in its present phase."""

    class Meta:
        ordering = ["-added_at", "-pk"]

    @property
    def is_working(self) -> bool:
        """Return whether a worker has something to do for it."""
        return self.state in (self.State.WAITING, self.State.CONFIRMED)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class ImportLine(models.Model):
    """A line of an import that changes something, or is refused. Personal data: what the line says. Kept: with it."""

    class Action(models.TextChoices):
        CREATE = "create", pgettext_lazy("line", "new")
        CHANGE = "change", pgettext_lazy("line", "changed")
        REFUSED = "refused", pgettext_lazy("line", "refused")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveIntegerField()
    """From 0, over all tables of the file."""
    table = models.CharField(max_length=40, blank=True)
    """The file within a ZIP that it stands in."""
    number = models.PositiveIntegerField()
    """As an editor counts lines."""
    name = models.CharField(max_length=200)
    action = models.CharField(max_length=8, choices=Action)
    words = models.TextField(blank=True)
    """What changes or what is wrong, one thing a line, in the language of the job."""
    cells = models.JSONField(default=dict)
    """What a refused line says, by column, so that it can be mended and sent again."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "place"], name="import_line_once")]
        indexes = [models.Index(fields=["job", "action", "place"], name="import_lines_by_action")]
        ordering = ["place"]
