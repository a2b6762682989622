"""Appending to the journal and checking it."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from oes.journal.models import Chain, Entry


@transaction.atomic
def append(*, subject: UUID, action: str, actor: UUID | None = None, **content: Any) -> str:
    """Add a link to the subject's chain and return its hash. Commits with the caller's own rows.

    `content` must be plain data without secrets, pictures or personal text, but for the address a report went to.
    """
    Chain.objects.get_or_create(subject=subject)
    chain = Chain.objects.select_for_update().get(subject=subject)
    at = timezone.now()
    entry = Entry(
        chain=chain,
        sequence=chain.length + 1,
        at=at,
        action=action,
        actor=actor,
        content=content,
        previous=chain.head,
    )
    entry.link = link_hash(entry)
    entry.save(force_insert=True)
    chain.length, chain.head = entry.sequence, entry.link
    chain.save(update_fields=["length", "head"])
    return entry.link


def count(*, subject: UUID, action: str, since: datetime | None = None) -> int:
    """Return how many entries of an action a subject has, from a moment on."""
    entries = Entry.objects.filter(chain__subject=subject, action=action)
    return (entries.filter(at__gte=since) if since else entries).count()


def recent_link(*, subject: UUID, action: str, actor: UUID, since: datetime) -> str:
    """Return the newest link by which somebody did the same since a moment, or ''."""
    entries = Entry.objects.filter(chain__subject=subject, action=action, actor=actor, at__gte=since)
    return entries.order_by("-sequence").values_list("link", flat=True).first() or ""


def link_hash(entry: Entry) -> str:
    """Return the SHA-256 over the entry's content and the link before it."""
    body = {
        "subject": str(entry.chain.subject),
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "action": entry.action,
        "actor": str(entry.actor) if entry.actor else None,
        "content": entry.content,
        "previous": entry.previous,
    }
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_broken(subject: UUID) -> int | None:
    """Return the sequence of the first link that does not hold, or None when the chain is whole."""
    previous = "0" * 64
    entries = Entry.objects.filter(chain__subject=subject).select_related("chain").order_by("sequence")
    for place, entry in enumerate(entries, start=1):
        if entry.sequence != place or entry.previous != previous or entry.link != link_hash(entry):
            return place
        previous = entry.link
    return None
