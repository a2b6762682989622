"""Who sits what, by which rules: faculties, groups, students, exams, enrolments, policies."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.domain.accommodation import Terms
from oes.domain.policy import Policy, policy_from_dict
from oes.exams.address import origin_of
from oes.lib.names import search_name, sort_key


class Faculty(models.Model):
    """A faculty. Personal data: none. Kept: as long as the organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="faculties")
    name = models.CharField(_("name"), max_length=200)

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

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="photos")
    blob_key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=20, choices=Source)
    state = models.CharField(max_length=20, choices=State, default=State.PENDING)
    added_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["student", "sha256"], name="photo_once_per_student")]
        ordering = ["added_at"]


class ProctoringPolicy(models.Model):
    """One version of an organisation's rules; never edited, a change is a new version.

    Personal data: who wrote it. Kept: for ever, since percentages refer to it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveIntegerField()
    rules = models.JSONField()
    note = models.CharField(_("what changed and why"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="policy_version_once")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)

    def value(self) -> Policy:
        """Return the rules as the domain knows them."""
        return policy_from_dict(self.rules)


class SafeBrowserUse(models.TextChoices):
    """Whether an exam is sat in Safe Exam Browser."""

    OFF = "off", _("not used")
    ALLOWED = "allowed", _("allowed: who opens the exam in it is recorded without the screen")
    REQUIRED = "required", _("required")


class ExamQuerySet(models.QuerySet["Exam"]):
    def real(self) -> "ExamQuerySet":
        """Leave out the hidden exam of the rehearsals, which is on no list and in no sum."""
        return self.filter(is_rehearsal=False)


class Phones(models.TextChoices):
    """Whether an exam can be sat on a phone or tablet: its testing system has to work in a frame there."""

    NOT_TRIED = "not_tried", _("not tried")
    POSSIBLE = "possible", _("possible")
    NOT_POSSIBLE = "not_possible", _("not possible")


class Exam(models.Model):
    """An exam that is sat in the institution's own testing system.

    `address` may hold the fields {student}, {attempt} and {return_link}.
    Personal data: none. Kept: as long as its attempts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="exams")
    faculty = models.ForeignKey(
        Faculty,
        on_delete=models.PROTECT,
        related_name="exams",
        null=True,
        blank=True,
        verbose_name=_("faculty"),
    )
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(_("address of the testing system"), max_length=500)
    other_origins = models.TextField(_("other origins of the testing system"), blank=True, max_length=2000)
    """Origins as browsers write them, one a line: of a testing system whose pages lie on several hosts."""
    access_code = models.CharField(_("access code of the testing system"), max_length=100, blank=True)
    room = models.CharField(_("room number"), max_length=40, blank=True)
    planned_minutes = models.PositiveIntegerField(_("planned minutes"), default=60)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    maximum_attempts = models.PositiveIntegerField(_("maximum attempts"), default=1)
    policy = models.ForeignKey(
        ProctoringPolicy, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("rules, version")
    )
    """None means the organisation's newest version at the moment an attempt is opened."""
    safe_exam_browser = models.CharField(max_length=10, choices=SafeBrowserUse, default=SafeBrowserUse.OFF)
    phones = models.CharField(max_length=12, choices=Phones, default=Phones.NOT_TRIED, editable=False)
    """Whether phones and tablets can sit it; only a try (`PhoneTry`) decides, and another address forgets it."""
    search_title = models.CharField(max_length=400, editable=False, default="")
    is_rehearsal = models.BooleanField(default=False, editable=False)
    """The organisation's hidden exam that device rehearsals are attempts of: always open, in no list, in no sum."""

    objects = ExamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(is_rehearsal=True), name="one_rehearsal_exam"
            )
        ]
        ordering = ["-opens_at"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_title = search_name(self.title)
        super().save(*args, **kwargs)

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins from which the exam's pages may speak; that of its address comes first."""
        told = [origin_of(self.address), *self.other_origins.split()]
        return tuple(dict.fromkeys(origin for origin in told if origin))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def real(self) -> "EnrolmentQuerySet":
        """Leave out rehearsals."""
        return self.filter(exam__is_rehearsal=False)


class Enrolment(models.Model):
    """A student may sit an exam. Personal data: that fact. Kept: with the exam's attempts."""

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="enrolments")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments")
    extra_attempts = models.PositiveIntegerField(default=0)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exam", "student"], name="enrolled_once")]


class Accommodation(models.Model):
    """What a student is allowed beyond the rules, in one exam or in all, for some time. Ended, never edited.

    Personal data: what a student needs, and an internal reason that only the administration sees. Kept: while the
    student is enrolled.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="accommodations")
    exam = models.ForeignKey(
        Exam, on_delete=models.CASCADE, null=True, blank=True, related_name="accommodations", verbose_name=_("exam")
    )
    """None: in every exam."""
    kinds_off = models.JSONField(default=list)
    """Keys of the violation kinds that weigh nothing."""
    breaks = models.PositiveSmallIntegerField(_("breaks"), default=0)
    break_minutes = models.PositiveSmallIntegerField(_("minutes for breaks, together"), default=0)
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0)
    reason = models.CharField(_("internal reason"), max_length=500, blank=True)
    """Never shown to reviewers or proctors, never in a report, the journal or a log."""
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    """The last day, included; None: without an end."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-added_at", "-pk"]

    def terms(self) -> Terms:
        """Return what it allows, as the domain knows it."""
        return Terms(frozenset(self.kinds_off), self.breaks, self.break_minutes, self.extra_minutes)

    def holds(self, exam: Exam, at: datetime) -> bool:
        """Return whether it holds for an exam at a moment; its days are those of the organisation's time zone."""
        if self.exam_id not in (None, exam.pk) or (self.ended_at is not None and self.ended_at <= at):
            return False
        day = at.astimezone(ZoneInfo(self.student.organisation.time_zone)).date()
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class PhoneTry(models.Model):
    """An administrator's try of an exam's testing system in a frame on a phone.

    Personal data: who tried, with which browser. Kept: with the exam.
    """

    class Result(models.TextChoices):
        POSSIBLE = "possible", _("The exam can be sat on a phone.")
        REFUSED = "refused", _("The testing system does not let itself be shown in a frame.")
        NO_SCRIPT = "no_script", _("The page is shown, but the embed script on it did not answer.")
        LOST_COOKIES = (
            "lost_cookies",
            _("The testing system forgets the sign-in: its cookies are lost in a frame."),
        )
        OTHER_ADDRESS = "other_address", _("The sign-in leads to another address, which may not be shown in the frame.")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="phone_tries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    """The exam's address when the try began: a result for another one decides nothing."""
    code_hash = models.CharField(max_length=64, unique=True)
    """Of the link's code, and once the link is opened of the bearer token."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=300, blank=True)
    heard_at = models.DateTimeField(null=True)
    """When the embed script first told something from inside the frame."""
    exam_started_at = models.DateTimeField(null=True)
    """When it told that the exam began: the testing system's own word that the sign-in holds."""
    loads = models.PositiveIntegerField(default=0)
    """How many pages the frame showed one after another; the first is the one before the sign-in."""
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=20, choices=Result, blank=True)
    by_hand = models.BooleanField(default=False)
    """Whether the person said that the sign-in holds, without the testing system's own word."""

    class Meta:
        ordering = ["-created_at", "-pk"]

    @property
    def is_possible(self) -> bool:
        return self.result == self.Result.POSSIBLE
