"""Segments that came after the end and that nobody had announced."""

import uuid

from django.conf import settings
from django.db import models

from oes.attempts.models import Attempt
from oes.recordings.models.recording import Run, TrackKind


class UnannouncedSegment(models.Model):
    """A segment that came after the end of its attempt without having been announced before it.

    It is stored and closes no gap until a person has looked at it and accepted it.
    Personal data: video (and sound) of the student, or of the screen. Kept: by the retention policy.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="unannounced")
    track = models.CharField(max_length=20, choices=TrackKind)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField()
    started_seconds = models.FloatField()
    ended_seconds = models.FloatField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    container = models.CharField(max_length=4)
    blob_key = models.CharField(max_length=200)
    link = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "track", "run", "sequence"], name="unannounced_once"),
            models.CheckConstraint(
                condition=models.Q(ended_seconds__gt=models.F("started_seconds")), name="unannounced_has_length"
            ),
        ]
        ordering = ["track", "started_seconds", "pk"]
