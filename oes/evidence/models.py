"""The institution's signing keys, and the heads of chains that they signed."""

from django.db import models
from django.db.models import Q

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt


class SigningKey(models.Model):
    """The public half of a key that an institution signs with. The private half is a file, never a row.

    A retired key signs nothing more; what it signed stays good. Rows are never deleted: they are the key history.
    Personal data: none. Kept: as long as the installation.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signing_keys")
    fingerprint = models.CharField(max_length=64, unique=True)
    """SHA-256 of the 32 bytes of the public key, in hexadecimal."""
    public_key = models.CharField(max_length=64)
    """The 32 bytes of the public key (Ed25519, RFC 8032), in hexadecimal."""
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at=None), name="one_signing_key_per_organisation"
            )
        ]
        ordering = ["created_at", "pk"]


class SignedHead(models.Model):
    """The institution's signature under a chain as it stood. Added at the end and after every change; never changed.

    Personal data: none. Kept: with the verdict it supports.
    """

    subject = models.UUIDField()
    length = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="heads")
    signature = models.CharField(max_length=128)
    """The 64 bytes of the signature over `signatures.statement`, in hexadecimal."""
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "length", "key"], name="head_signed_once")]
        ordering = ["subject", "length", "pk"]


class MailedReceipt(models.Model):
    """The signed head that a student was sent by mail; one of each attempt.

    Personal data: that a student was written to, and when. Kept: with the attempt.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="mailed_receipt")
    head = models.ForeignKey(SignedHead, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
