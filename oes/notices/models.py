"""What somebody is told, on the page and by mail."""

import uuid

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One piece of news for one person, written in the language that the person reads.

    Personal data: what concerns the person, in a sentence. Kept: 365 days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    """What happened, as a key of the app that tells it; it never changes."""
    title = models.CharField(max_length=200)
    text = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    """The page of ours that it is about."""
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mail_wanted = models.BooleanField(default=True)
    mailed_at = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(mailed_at=None, mail_wanted=True), name="mail_waits"
            ),
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
        ]
