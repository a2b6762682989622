"""The exam session of the calendar: its dates, formats, platforms and contacts (W1)."""

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation


class Format(models.TextChoices):
    """How an exam is taken (W1). Keys are stored: they never change."""

    TEST = "test", _("test")
    WRITTEN = "written", _("written")
    CUMULATIVE = "cumulative", _("cumulative")


class ExamPeriod(models.Model):
    """An exam session, such as the winter session of a year. Personal data: none. Kept: as long as the organisation."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="periods")
    title = models.CharField(_("title"), max_length=200)
    title_kk = models.CharField(_("Title in Kazakh"), max_length=200, blank=True)
    title_ru = models.CharField(_("Title in Russian"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_published = models.BooleanField(_("shown to everybody"), default=False)
    call_centre = models.CharField(_("call centre"), max_length=200, blank=True)
    """Telephone numbers and hours, as they are printed."""
    conference_id = models.CharField(_("conference id of the virtual office"), max_length=60, blank=True)
    conference_code = models.CharField(_("joining code"), max_length=60, blank=True)
    conference_link = models.URLField(_("link to the virtual office"), max_length=500, blank=True)
    registrar_mail = models.EmailField(_("mail of the registrar"), blank=True)
    commission_mail = models.EmailField(_("mail of the appeal commission"), blank=True)
    applications_until = models.DateField(_("applications for cumulative assessment until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="period_title_once"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="period_has_days"),
        ]
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """Return the title in the language of the page, or the one there is."""
        return str(getattr(self, f"title_{get_language()}", "")) or self.title


class PeriodPlatform(models.Model):
    """Where exams of a format are taken in a period. Personal data: none. Kept: with the period."""

    period = models.ForeignKey(ExamPeriod, on_delete=models.CASCADE, related_name="platforms")
    format = models.CharField(_("format"), max_length=12, choices=Format)
    name = models.CharField(_("platform"), max_length=200)
    address = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "format", "name"], name="platform_once_per_format")]
        ordering = ["pk"]
