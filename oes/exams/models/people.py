"""Who sits exams: faculties, groups, students, their reference photos."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.lib.names import search_name, sort_key


class Faculty(models.Model):
    """A faculty. Personal data: none. Kept: as long as the organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="faculties")
    name = models.CharField(_("name"), max_length=200)
    mail = models.EmailField(_("official mail"), blank=True)
    dean_office = models.CharField(_("dean’s office: room and telephone"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="faculty_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class StudyGroup(models.Model):
    """A group of students. Personal data: none. Kept: as long as the organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="study_groups")
    faculty = models.ForeignKey(
        Faculty,
        on_delete=models.PROTECT,
        related_name="study_groups",
        null=True,
        blank=True,
        verbose_name=_("faculty"),
    )
    code = models.CharField(_("group"), max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="group_code_once")]
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Student(models.Model):
    """A student. Personal data: name, IIN, record book number, group. Kept: while enrolled, then by policy."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="students")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="student")
    full_name = models.CharField(_("full name"), max_length=200)
    study_group = models.ForeignKey(
        StudyGroup, on_delete=models.PROTECT, related_name="students", verbose_name=_("group")
    )
    record_book_number = models.CharField(_("record book number"), max_length=40)
    iin = models.CharField(_("IIN"), max_length=12, blank=True)
    authorised_at = models.DateTimeField(null=True, editable=False)
    search_name = models.CharField(max_length=400, editable=False, db_index=True)
    sort_kk = models.CharField(max_length=400, editable=False)
    sort_ru = models.CharField(max_length=400, editable=False)
    sort_en = models.CharField(max_length=400, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "record_book_number"], name="record_book_number_once"),
            models.UniqueConstraint(fields=["organisation", "iin"], condition=~models.Q(iin=""), name="iin_once"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_names()
        super().save(*args, **kwargs)

    def fill_names(self) -> None:
        """Set the columns for search and order; bulk writes, which do not call `save`, call this."""
        self.search_name = search_name(self.full_name)
        self.sort_kk, self.sort_ru, self.sort_en = (sort_key(self.full_name, lang) for lang in ("kk", "ru", "en"))


class ReferencePhoto(models.Model):
    """A picture that identity checks compare with, once a person has approved it.

    Personal data: a photograph of the student's face. Kept: while the student is enrolled.
    """

    class Source(models.TextChoices):
        ROSTER = "roster", _("from the roster")
        FIRST_ENTRY = "first_entry", _("from the first entry")

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    class Quality(models.TextChoices):
        """What a program sees at a glance. It finds faces and knows nobody's: no numbers of a face are made."""

        UNKNOWN = "", _("not looked at yet")
        GOOD = "good", _("one clear face")
        UNREADABLE = "unreadable", _("the picture cannot be read")
        NO_FACE = "no_face", _("no face was found")
        SEVERAL_FACES = "several_faces", _("several faces")
        SMALL_FACE = "small_face", _("the face is too small")
        TURNED = "turned", _("the face is turned away")
        DARK = "dark", _("the face is too dark")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="photos")
    blob_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=20, choices=Source)
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    quality = models.CharField(max_length=20, choices=Quality, blank=True, default=Quality.UNKNOWN, db_index=True)
    """Advice to the person who approves it, never a decision."""
    imported = models.ForeignKey(
        "exams.ImportJob", on_delete=models.SET_NULL, null=True, editable=False, related_name="photos"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "sha256"], name="photo_once_per_student")]
        ordering = ["added_at"]


class MergedStudent(models.Model):
    """What the account was called that was merged into this student's, because both were one person's.

    Personal data: the name, numbers and login of that account. Kept: with the student.
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="merged")
    uuid = models.UUIDField(unique=True, editable=False)
    """Of the student that was: the journal before the merger speaks of it."""
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="merged_student")
    """The account that was, which nobody can enter any more."""
    full_name = models.CharField(max_length=200)
    group = models.CharField(max_length=60)
    record_book_number = models.CharField(max_length=40, db_index=True)
    """A later import that names this number is told so, and does not make the account anew."""
    iin = models.CharField(max_length=12, blank=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
