"""Technical faults of an attempt, and when our own server was away."""

from django.db import models

from oes.attempts.models import Attempt


class FaultLine(models.Model):
    """A technical fault during an attempt: it weighs nothing, and stands apart from violations. Rebuilt whole.

    Personal data: when a student's line or device failed. Kept: with the attempt.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="fault_lines")
    cause = models.CharField(max_length=10)
    """network, power, device or server"""
    reason = models.CharField(max_length=30)
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    known_by = models.CharField(max_length=10)
    """recorder, server or inferred"""
    detail = models.CharField(max_length=60, blank=True)
    browser_from = models.DateTimeField(null=True)
    browser_to = models.DateTimeField(null=True)
    """Beginning and end on the wall clock of the student's computer, where it told one. The server's follows from the
    moment of "OK"."""

    class Meta:
        ordering = ["start_seconds", "pk"]


class ServerBeat(models.Model):
    """The last sign of life of the web server: one row. Personal data: none. Kept: as long as the installation."""

    at = models.DateTimeField()


class ServerOutage(models.Model):
    """A time in which the web server gave no sign of life, or its clock was moved.

    Personal data: none. Kept: as long as the installation.
    """

    class Kind(models.TextChoices):
        AWAY = "away"
        CLOCK_MOVED = "clock_moved"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.AWAY)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["started_at", "pk"]
