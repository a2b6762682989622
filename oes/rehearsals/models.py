"""What a rehearsal came to."""

import uuid

from django.db import models

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.domain.codes import shown_code
from oes.domain.rehearsal import Level, Measured
from oes.domain.tiers import Tier


class Rehearsal(models.Model):
    """The result of one rehearsal, by which the helpdesk can see what a student's device did.

    Personal data: how a student's device, line and camera did, and which browser. Kept: 180 days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rehearsals")
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="rehearsal")
    code = models.CharField(max_length=10)
    tier = models.CharField(max_length=1, blank=True, choices=[(t, t) for t in Tier])
    """Empty: no exam can be sat with this device."""
    level = models.CharField(max_length=10, choices=[(level, level) for level in Level])
    seconds = models.FloatField()
    stored_seconds = models.FloatField()
    late_seconds = models.FloatField()
    upload_kbps = models.FloatField(null=True)
    frames_per_second = models.FloatField(null=True)
    battery_percent = models.PositiveSmallIntegerField(null=True)
    charging = models.BooleanField(null=True)
    wake_lock = models.BooleanField(null=True)
    camera = models.BooleanField()
    sound = models.BooleanField()
    screen = models.CharField(max_length=20, blank=True)
    local_store = models.BooleanField()
    face_checked = models.BooleanField()
    face_problems = models.CharField(max_length=200, blank=True)
    """Comma-separated, as in CheckAnswer."""
    user_agent = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="rehearsal_code_once")]
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return shown_code(self.code)

    def measured(self) -> Measured:
        """Return what was measured as the rules know it."""
        problems = tuple(p for p in self.face_problems.split(",") if p)
        return Measured(
            seconds=self.seconds, stored_seconds=self.stored_seconds, late_seconds=self.late_seconds,
            upload_kbps=self.upload_kbps, frames_per_second=self.frames_per_second,
            battery_percent=self.battery_percent, charging=self.charging, wake_lock=self.wake_lock,
            camera=self.camera, sound=self.sound, screen=self.screen, local_store=self.local_store,
            face_problems=problems if self.face_checked else None,
        )  # fmt: skip
