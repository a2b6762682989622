"""What students ask for about their data."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.attempts.models import Attempt
from oes.domain.erasure import OPEN, ErasureState


class ErasureRequest(models.Model):
    """A student asks to erase the recording of one exam. Decided once; a new request may follow a refusal.

    Personal data: that a student asked, in which words, and who decided why. Kept: with the attempt, as a proof of what
    was done.
    """

    class Source(models.TextChoices):
        ASKED = "asked", _("asked for")
        WITHDRAWN = "withdrawn", _("consent withdrawn after the exam")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="erasure_requests")
    source = models.CharField(max_length=10, choices=Source)
    words = models.CharField(max_length=500, blank=True)
    """What the student added."""
    state = models.CharField(
        max_length=10, default=ErasureState.REQUESTED, choices=[(s.value, s.value) for s in ErasureState]
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """Of a refusal; the student reads it."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(state__in=sorted(OPEN)), name="one_open_erasure_request"
            )
        ]
        ordering = ["-asked_at", "-pk"]

    @property
    def is_open(self) -> bool:
        return ErasureState(self.state) in OPEN
