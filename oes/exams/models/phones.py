"""Tries of testing systems on phones."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.exams.models.exams import Exam


class PhoneTry(models.Model):
    """An administrator's try of an exam's testing system in a frame on a phone.

    Personal data: who tried, with which browser. Kept: with the exam.
    """

    class Result(models.TextChoices):
        POSSIBLE = "possible", _("The exam can be sat on a phone.")
        REFUSED = "refused", _("The testing system does not let itself be shown in a frame.")
        NO_SCRIPT = "no_script", _("The page is shown, but the embed script on it did not answer.")
        LOST_COOKIES = (
            "lost_cookies",
            _("The testing system forgets the sign-in: its cookies are lost in a frame."),
        )
        OTHER_ADDRESS = "other_address", _("The sign-in leads to another address, which may not be shown in the frame.")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="phone_tries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    """The exam's address when the try began: a result for another one decides nothing."""
    code_hash = models.CharField(max_length=64, unique=True)
    """Of the link's code, and once the link is opened of the bearer token."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=300, blank=True)
    heard_at = models.DateTimeField(null=True)
    """When the embed script first told something from inside the frame."""
    exam_started_at = models.DateTimeField(null=True)
    """When it told that the exam began: the testing system's own word that the sign-in holds."""
    loads = models.PositiveIntegerField(default=0)
    """How many pages the frame showed one after another; the first is the one before the sign-in."""
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=20, choices=Result, blank=True)
    by_hand = models.BooleanField(default=False)
    """Whether the person said that the sign-in holds, without the testing system's own word."""

    class Meta:
        ordering = ["-created_at", "-pk"]
