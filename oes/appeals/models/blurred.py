"""What student members of a panel see in place of recordings: clips and pictures in which nobody is recognised."""

import uuid

from django.db import models
from django.db.models import Q

from oes.appeals.models.appeal import Appeal, AppealLine


class Blurred(models.Model):
    """A clip of a contested line, or the picture of an event, made for student members. A cache, never evidence.

    It waits until `made_at` or `failure` is set. Its bytes lie beside what they were made of and go with it.
    Personal data: video of the student in which nobody is recognised. Kept: with the recording.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="blurred")
    line = models.ForeignKey(AppealLine, on_delete=models.CASCADE, null=True, related_name="blurred")
    """Of a clip."""
    violation = models.UUIDField(null=True)
    """Of a picture: whose evidence it is."""
    track = models.CharField(max_length=10)
    """camera or screen"""
    start_seconds = models.FloatField(null=True)
    end_seconds = models.FloatField(null=True)
    """Of a clip: which seconds of the attempt it shows."""
    planned_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    blob_key = models.CharField(max_length=200, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    """Why there is none, for the log's readers."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "track"], name="one_blurred_clip_per_track"),
            models.UniqueConstraint(fields=["appeal", "violation"], name="one_blurred_picture_per_event"),
            models.CheckConstraint(condition=Q(line=None) ^ Q(violation=None), name="blurred_of_one_thing"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(made_at=None, failure=""), name="blurred_waiting"),
        ]
        ordering = ["pk"]
