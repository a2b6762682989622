"""What an attempt is allowed beyond the policy, and the pauses that were taken."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.attempts.models.attempts import Attempt
from oes.domain.accommodation import Break, Terms


class Allowance(models.Model):
    """What an attempt is allowed beyond the policy. Rows are added, never changed: of those from accommodations the
    newest stands, grants of staff and minutes that our own server had cost come on top.

    Personal data: what a student was allowed, never why. Kept: with the attempt.
    """

    class Source(models.TextChoices):
        ACCOMMODATION = "accommodation"
        GRANT = "grant"
        SERVER = "server"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="allowances")
    source = models.CharField(max_length=20, choices=Source)
    kinds_off = models.JSONField(default=list)
    breaks = models.PositiveSmallIntegerField(default=0)
    break_minutes = models.PositiveSmallIntegerField(default=0)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None: applied by the start itself."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def value(self) -> Terms:
        return Terms(frozenset(self.kinds_off), self.breaks, self.break_minutes, self.extra_minutes)


class Pause(models.Model):
    """A granted break: nothing is recorded, the duration stands still. Beyond `most_seconds` it is none in the account.

    Personal data: when a student took a break. Kept: with the attempt.
    """

    class Kind(models.TextChoices):
        BREAK = "break", _("granted break")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BREAK)
    start_seconds = models.FloatField()
    end_seconds = models.FloatField(null=True)
    """When the student was back; None while the pause lasts."""
    most_seconds = models.FloatField()
    """So much break time was left when it began."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(end_seconds=None), name="one_open_pause_per_attempt"
            )
        ]
        ordering = ["start_seconds", "pk"]

    def value(self) -> Break:
        return Break(self.start_seconds, self.end_seconds, self.most_seconds)
