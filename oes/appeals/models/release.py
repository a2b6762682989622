"""The rules of appealing, the days on which nobody works, and verdicts told to students."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.review.models import Verdict


class AppealRules(models.Model):
    """How an institution takes and decides appeals. Days are working days. Personal data: none. Kept: as long as it."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="appeal_rules")
    filing_days = models.PositiveSmallIntegerField(_("working days to file an appeal"), default=1)
    answer_days = models.PositiveSmallIntegerField(_("working days to answer a violation"), default=1)
    office_days = models.PositiveSmallIntegerField(_("working days of the secretary"), default=1)
    deciding_days = models.PositiveSmallIntegerField(
        _("Working days from the beginning to the end of the vote"), default=3
    )
    secret_votes = models.BooleanField(_("members vote secretly"), default=True)
    names_shown = models.BooleanField(_("members see the student’s name"), default=True)
    works_on_saturday = models.BooleanField(_("Saturday is a working day"), default=False)


class Holiday(models.Model):
    """A day of an institution that is no working day, or (`works`) a weekend day that is one.

    Personal data: none. Kept: as long as the organisation.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=200, blank=True)
    works = models.BooleanField(_("a working day all the same"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="holiday_once")]
        ordering = ["day"]


class Release(models.Model):
    """A verdict was told to the student: who let it go, when, and exactly what was told. Never edited.

    Personal data: what a student is told to have done. Kept: with the attempt.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    verdict = models.OneToOneField(Verdict, on_delete=models.PROTECT, related_name="release")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer_until = models.DateTimeField()
    appeal_until = models.DateTimeField()
    """Both: the end of the institution's last day, as a moment; nothing is taken from it on."""
    told = models.JSONField()
    """Format 1: {"v", "honest", "reason", "percent", "events": [{"kind", "detail", "start_seconds", "end_seconds",
    "direct", "deduction", "rule": {"kk", "ru", "en"}}]}."""

    class Meta:
        ordering = ["-at", "-pk"]
