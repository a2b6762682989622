"""The append-only, hash-linked log: what happened to an attempt or in an organisation, in order."""

from django.db import models
from django.db.models import F, Q


class Chain(models.Model):
    """The newest link of one subject's chain. Personal data: none. Kept: as long as its entries."""

    subject = models.UUIDField(unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="0" * 64)
    signed_length = models.PositiveIntegerField(default=0)
    """Up to which link the head was signed last; what signs it keeps it."""

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(length__gt=F("signed_length")), name="chains_unsigned")]


class Entry(models.Model):
    """One link: its hash covers its own content and the link before. Never changed, never deleted.

    Personal data: ids of users and students, addresses a report went to. Kept: with the verdict it supports.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor = models.UUIDField(null=True)
    content = models.JSONField()
    previous = models.CharField(max_length=64)
    link = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="one_entry_per_place")]
        ordering = ["chain", "sequence"]
