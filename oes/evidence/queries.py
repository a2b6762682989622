"""Reads of signatures: the newest head of a chain, an institution's keys."""

from uuid import UUID

from django.db.models import QuerySet

from oes.accounts.models import Organisation
from oes.evidence.models import SignedHead, SigningKey
from oes.evidence.signatures import statement, verify


def newest_head(subject: UUID) -> SignedHead | None:
    """Return the signature under most of a chain, the newest of several. One query."""
    heads = SignedHead.objects.filter(subject=subject).select_related("key__organisation")
    return heads.order_by("-length", "-pk").first()


def statement_of(head: SignedHead) -> bytes:
    """Return the text that a stored signature stands under."""
    return statement(
        organisation=head.key.organisation.uuid,
        subject=head.subject,
        length=head.length,
        head=head.head,
        at=head.signed_at,
    )


def holds(head: SignedHead) -> bool:
    """Return whether a stored signature is that of its key under its own row."""
    return verify(head.key.public_key, statement_of(head), head.signature)


def keys_of(organisation: Organisation) -> "QuerySet[SigningKey]":
    """Return the key history of an institution, newest first."""
    return SigningKey.objects.filter(organisation=organisation).order_by("-created_at", "-pk")
