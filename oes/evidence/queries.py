"""Reads of signatures: the newest head of a chain, an institution's keys."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from oes.accounts.models import Organisation
from oes.evidence.models import SignedHead, SigningKey
from oes.evidence.receipts import in_groups
from oes.evidence.signatures import statement, verify
from oes.journal.models import Chain


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


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """The newest signature under a chain, and how many links came after it."""

    head: SignedHead
    newer_links: int

    @property
    def fingerprint(self) -> str:
        return in_groups(self.head.key.fingerprint)


def signed_record(subject: UUID) -> SignedRecord | None:
    """Return what a chain was signed with, or None where nothing was yet. Two queries."""
    head = newest_head(subject)
    if head is None:
        return None
    length = Chain.objects.filter(subject=subject).values_list("length", flat=True).first() or 0
    return SignedRecord(head, max(0, length - head.length))


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key of the institution, and how many heads it signed."""

    key: SigningKey
    signed: int

    @property
    def fingerprint(self) -> str:
        return in_groups(self.key.fingerprint)


def key_lines(organisation: Organisation) -> list[KeyLine]:
    """Return the key history for the administrator's page, newest first. One query."""
    return [KeyLine(key, key.signed) for key in keys_of(organisation).annotate(signed=Count("heads"))]
