"""What somebody is told, on the page and by mail."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self, now: datetime) -> "NoticeQuerySet":
        """Return those whose mail may leave now, the longest waiting first."""
        left = self.filter(mail_wanted=True, mailed_at=None, mail_refused_at=None, user__is_active=True)
        return left.filter(next_try_at__lte=now).order_by("next_try_at", "pk")


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
    in_digest = models.BooleanField(default=False)
    """It leaves with the others of its day, in one mail."""
    mailed_at = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    """No worker takes it before: moved on when one takes it, so that it comes back where that worker dies."""
    mail_refused_at = models.DateTimeField(null=True)
    mail_error = models.CharField(max_length=200, blank=True)
    """The last answer of the mail server, where it did not take the mail."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(mailed_at=None, mail_refused_at=None, mail_wanted=True),
                name="mail_waits",
            ),
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
        ]


class MailUse(models.TextChoices):
    """How the staff are mailed what is not urgent. Keys are stored: they never change."""

    DAILY = "daily", _("one mail a day, in the morning")
    AT_ONCE = "at_once", _("a mail for each, at once")
    PAGE = "page", _("no mail: it stands on this page")


class MailChoice(models.Model):
    """What somebody of the staff has chosen. Personal data: that choice. Kept: with the account."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choice")
    use = models.CharField(max_length=10, choices=MailUse, default=MailUse.DAILY)
