"""Who keeps an attempt from being deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.attempts.models import Attempt


class Hold(models.Model):
    """A person's word that nothing of an attempt is deleted. Lifted, never edited.

    Personal data: who held whose attempt, and why. Kept: with the attempt's results.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateField(_("until"), null=True, blank=True)
    """The last day, included, in the institution's time zone; None: until it is lifted."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None: put by a procedure, such as an appeal."""
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
