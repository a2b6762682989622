"""What is taught, by whom, and who has a duty at an exam."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.models.exams import Exam
from oes.exams.models.people import Faculty, StudyGroup
from oes.exams.models.periods import ExamPeriod, Format
from oes.lib.names import search_name


class Department(models.Model):
    """A department of a faculty. Personal data: none. Kept: as long as the organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="departments")
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="department_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """A subject that is taught in a period. Personal data: none. Kept: as long as the organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subjects")
    period = models.ForeignKey(ExamPeriod, on_delete=models.PROTECT, related_name="subjects")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="subjects")
    code = models.CharField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    has_exam = models.BooleanField(_("an exam is obligatory"), default=True)
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.TEST)
    search_title = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "code"], name="subject_code_once")]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_names()
        super().save(*args, **kwargs)

    def fill_names(self) -> None:
        """Set the column for search; bulk writes, which do not call `save`, call this."""
        self.search_title = search_name(self.title)


class Teaching(models.Model):
    """A teacher teaches a subject to a group. Personal data: that fact. Kept: with the subject."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="teachings")
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teachings")
    study_group = models.ForeignKey(StudyGroup, on_delete=models.CASCADE, related_name="teachings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "teacher", "study_group"], name="taught_once_by_a_teacher")
        ]


class TeacherProfile(models.Model):
    """The department of a teacher. Personal data: that fact. Kept: with the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teacher")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="teachers")


class FacultyOffice(models.Model):
    """Somebody works in the dean's office of a faculty. Personal data: that fact. Kept: with the account."""

    faculty = models.ForeignKey(Faculty, on_delete=models.CASCADE, related_name="offices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="faculty_offices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["faculty", "user"], name="office_once")]


class ExamDuty(models.Model):
    """Somebody proctors or observes an exam (W10). Personal data: that fact. Kept: with the exam."""

    class Duty(models.TextChoices):
        PROCTOR = "proctor", _("proctor")
        OBSERVER = "observer", _("observer")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exam_duties")
    duty = models.CharField(max_length=10, choices=Duty)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exam", "user", "duty"], name="duty_once")]
