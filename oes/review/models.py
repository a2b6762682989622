"""What people say about an attempt."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt, IdentityCheck
from oes.domain.carrying import Event
from oes.domain.identity import Sameness
from oes.domain.spans import Span

LONGEST_ANSWER = 1000
"""Letters; of a denial's reason, too."""


class Verdict(models.Model):
    """A person's word on "honest passing of the exam" (G15). Never edited; a later one stands above it.

    Personal data: who judged whom, and why. Kept: with the attempt.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="verdicts")
    honest = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]


class Viewing(models.Model):
    """Somebody looks at a recording: the page was opened, and how long its players ran.

    The journal has both (`noted`: the link of its entry); this row adds up until the next entry.

    Personal data: who watched whom, when and how long. Kept: with the attempt.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="viewings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sign_in = models.CharField(max_length=32)
    """Stands for the sign-in in which the page was opened, and gives nothing away of it."""
    noted = models.CharField(max_length=64)
    opened_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(null=True)
    """When the page last said that it plays."""
    watched_seconds = models.FloatField(default=0.0)
    told_seconds = models.FloatField(default=0.0)
    """How much of it the journal has."""
    told_at = models.DateTimeField(null=True)


class PhotoComparison(models.Model):
    """A person's word on whether a picture of the exam shows the student of the reference photo. Never edited; the
    newest stands. Nothing follows from it by itself.

    Personal data: who judged whose face. Kept: with the attempt.
    """

    check_of = models.ForeignKey(IdentityCheck, on_delete=models.CASCADE, related_name="comparisons")
    reference_sha256 = models.CharField(max_length=64)
    """The photo that it was compared with."""
    result = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Sameness])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]


class WordOnEvent(models.Model):
    """What somebody says to one event of an attempt. Never edited; of those to one event the newest stands.

    Names kind, detail and span, never a violation's row, so that it stays where it was when the events are found anew
    (`oes.domain.carrying`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="%(class)ss")
    kind = models.CharField(max_length=30)
    detail = models.CharField(max_length=200, blank=True)
    start_seconds = models.FloatField()
    end_seconds = models.FloatField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def event(self) -> Event:
        """Return the event it speaks about."""
        return Event(self.kind, Span(self.start_seconds, self.end_seconds), self.detail)


class Answer(WordOnEvent):
    """What the student says to an event.

    Personal data: what a student says about what was found. Kept: with the attempt.
    """

    text = models.CharField(_("answer"), max_length=LONGEST_ANSWER)


class Denial(WordOnEvent):
    """A person's word that an event is no violation, or that it is one after all (`denied` False).

    It takes the event out of the trust after review; the machine's own percent stays.
    Personal data: who judged what was found of whom, and why. Kept: with the attempt.
    """

    denied = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=LONGEST_ANSWER)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class WhatIf(models.Model):
    """A question: what would past attempts have got under other rules? Nothing that was stated changes.

    Personal data: who asked. Kept: 30 days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="what_ifs")
    rules = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    base = models.PositiveIntegerField()
    """The version of the rules that the form started from."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


class WhatIfLine(models.Model):
    """What one attempt has, and what it would have. It is there before it is computed.

    Personal data: a trust percent that was never stated. Kept: with the question.
    """

    what_if = models.ForeignKey(WhatIf, on_delete=models.CASCADE, related_name="lines")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="+")
    before = models.PositiveSmallIntegerField(null=True)
    before_state = models.CharField(max_length=30)
    after = models.PositiveSmallIntegerField(null=True)
    after_state = models.CharField(max_length=30, blank=True)
    """Empty while it waits."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what_if", "attempt"], name="asked_once_of_an_attempt")]
