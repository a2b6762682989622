"""When the contents of a case's evidence were last compared with the chain."""

from django.db import models

from oes.attempts.models import Attempt


class CaseCheck(models.Model):
    """What came of comparing every stored segment and every document of an attempt with the hash that its chain has.

    Personal data: none. Kept: with the attempt.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="case_check")
    told_sha256 = models.CharField(max_length=64)
    """Of all that the chain tells of contents: once it tells something else, this check says nothing any more."""
    findings = models.JSONField()
    """[[code, {"link", "track", "start", ...}], ...] as `oes.evidence.links.Finding`; empty: all hold."""
    segments = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    at = models.DateTimeField()
