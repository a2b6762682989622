"""Starts of the desktop guard."""

import uuid

from django.db import models

from oes.attempts.models import AccessToken, Attempt


class GuardStart(models.Model):
    """A code that the student types into the guard, and the start of the guard that used it.

    Only a keyed hash of the code is stored, and no signing key: the key follows from this row's uuid and the
    installation's secret. Personal data: which operating system the student's computer has. Kept: with the recording.
    """

    class System(models.TextChoices):
        WINDOWS = "windows", "Windows"
        LINUX = "linux", "Linux"
        MACOS = "macos", "macOS"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="guard_starts")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    token = models.OneToOneField(AccessToken, on_delete=models.CASCADE, null=True, related_name="guard_start")
    system = models.CharField(max_length=10, blank=True, choices=System)
    last_number = models.PositiveIntegerField(default=0)
    """Of the newest report that was taken; reports are numbered from 1."""
