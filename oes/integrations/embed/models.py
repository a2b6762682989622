"""Codes that join a page of the testing system to an attempt where the browser has cut it off from the recorder."""

from django.db import models

from oes.attempts.models import Attempt


class PageCode(models.Model):
    """A one-use code that the student reads in the recorder and types into the exam's page.

    Only its keyed hash is kept.

    Personal data: none. Kept: with the attempt.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="page_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class CodeMiss(models.Model):
    """A code that nobody knows was typed; counted so that nobody guesses. Rows, since processes share no cache.

    Personal data: a keyed hash of an IP address. Kept: one minute, and until the next wrong code.
    """

    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
