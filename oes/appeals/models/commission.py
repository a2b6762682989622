"""The commission of a period and faculty (W13)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.models import ExamPeriod, Faculty


class MemberRole(models.TextChoices):
    """What somebody is in a commission. Keys are stored: they never change. All but the secretary vote."""

    CHAIR = "chair", _("chair")
    SECRETARY = "secretary", _("secretary")
    TEACHER = "teacher", _("leading teacher")
    STUDENT = "student", _("student")


class Commission(models.Model):
    """Who decides the appeals of a faculty in a period; without a faculty: those of all that have none of their own.

    Personal data: none. Kept: with the period.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="commissions")
    period = models.ForeignKey(ExamPeriod, on_delete=models.PROTECT, related_name="commissions")
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, null=True, blank=True, related_name="commissions")
    order_number = models.CharField(_("number of the order"), max_length=60, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    order_name = models.CharField(max_length=200, blank=True)
    order_blob = models.CharField(max_length=200, blank=True)
    """The scanned order (PDF), sealed; empty while there is none."""
    order_sha256 = models.CharField(max_length=64, blank=True)
    quorum = models.PositiveSmallIntegerField(_("members who must vote"), default=3)
    created_at = models.DateTimeField(auto_now_add=True)
    appointed_at = models.DateTimeField(null=True)
    """When it began to decide: its quotas are met and the order is entered."""
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "faculty"], name="commission_once"),
            models.UniqueConstraint(fields=["period"], condition=Q(faculty=None), name="commission_once_for_the_rest"),
        ]
        ordering = ["faculty__name", "pk"]


class Quota(models.Model):
    """How many members of a role a commission has (substitutes not counted). Personal data: none. Kept: with it."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="quotas")
    role = models.CharField(max_length=12, choices=MemberRole)
    minimum = models.PositiveSmallIntegerField(_("at least"))
    maximum = models.PositiveSmallIntegerField(_("at most"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commission", "role"], name="quota_once"),
            models.CheckConstraint(condition=Q(maximum__gte=models.F("minimum")), name="quota_has_room"),
        ]
        ordering = ["pk"]


class CommissionMember(models.Model):
    """Somebody of a commission. Removed, never deleted.

    Personal data: who decides appeals. Kept: with the period.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="commission_seats")
    role = models.CharField(max_length=12, choices=MemberRole)
    is_substitute = models.BooleanField(_("substitute"), default=False)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commission", "user"], condition=Q(removed_at=None), name="one_seat_per_person"
            )
        ]
        ordering = ["pk"]
