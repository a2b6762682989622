"""What a student is allowed beyond the rules."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.domain.accommodation import Terms
from oes.exams.models.exams import Exam
from oes.exams.models.people import Student


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
        day = self.student.organisation.today(at)
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
