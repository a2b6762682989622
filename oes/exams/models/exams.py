"""What is sat, and by whom."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.address import origin_of
from oes.exams.models.people import Faculty, Student
from oes.exams.models.periods import ExamPeriod, Format
from oes.exams.models.policies import ProctoringPolicy
from oes.lib.names import search_name


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
    period = models.ForeignKey(
        ExamPeriod,
        on_delete=models.PROTECT,
        related_name="exams",
        null=True,
        blank=True,
        verbose_name=_("exam session"),
    )
    subject = models.ForeignKey(
        "exams.Subject",
        on_delete=models.PROTECT,
        related_name="exams",
        null=True,
        blank=True,
        verbose_name=_("subject"),
    )
    format = models.CharField(_("format"), max_length=12, choices=Format, default=Format.TEST)
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(_("address of the testing system"), max_length=500, blank=True)
    """Empty where the exam is written here."""
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
    def uses_safe_browser(self) -> bool:
        return self.safe_exam_browser != SafeBrowserUse.OFF

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins from which the exam's pages may speak; that of its address comes first."""
        told = [origin_of(self.address), *self.other_origins.split()]
        return tuple(dict.fromkeys(origin for origin in told if origin))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the hosts of these origins, each with its port where it is not the usual one."""
        return tuple(dict.fromkeys(origin.partition("://")[2] for origin in self.origins))


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
