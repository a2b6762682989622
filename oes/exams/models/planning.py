"""The times in which a period's exams are planned, and what each of them offers."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.exams.models.periods import ExamPeriod


class ExamSlot(models.Model):
    """A time in which exams of a period take place. An exam is in the slot at whose start it opens.

    Personal data: none. Kept: with the period.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(ExamPeriod, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    """So many students can sit at once; None: without a limit."""
    proctors = models.PositiveIntegerField(_("proctors"), null=True, blank=True)
    """So many proctors are there; None: without a limit."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "starts_at"], name="slot_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_has_time"),
        ]
        ordering = ["starts_at"]


class PlanningRules(models.Model):
    """What the plan of a period goes by. Personal data: none. Kept: with the period."""

    period = models.OneToOneField(ExamPeriod, on_delete=models.CASCADE, related_name="planning")
    students_per_proctor = models.PositiveSmallIntegerField(
        _("students for each proctor"), default=30, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    most_a_day = models.PositiveSmallIntegerField(
        _("most exams of a student on a day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a new exam"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
