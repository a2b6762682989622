"""Appending to the journal and checking it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from oes.journal import rows
from oes.journal.models import Chain, Entry
from oes.lib.canonical import canonical, digest


def append(*, subject: UUID, action: str, actor: UUID | None = None, **content: Any) -> str:
    """Add a link to the subject's chain and return its hash. Commits with the caller's own rows.

    `content` must be plain data without secrets, pictures or personal text, but for the address a report went to.
    """
    with transaction.atomic(savepoint=False):
        chain = rows.locked_chain(subject)
        entry = Entry(
            chain=chain,
            sequence=chain.length + 1,
            at=timezone.now(),
            action=action,
            actor=actor,
            content=content,
            previous=chain.head,
        )
        entry.link = link_hash(entry)
        rows.insert(entry)
    return entry.link


def state(*, subject: UUID, action: str, part: str, sha256: str, **content: Any) -> str | None:
    """Add a link with the hash of a document, unless the newest of this action and part has that hash already.

    Returns its hash, or None where nothing was added: to state the same again changes nothing.
    """
    with transaction.atomic(savepoint=False):
        rows.locked_chain(subject)
        if stated(subject=subject, action=action, part=part) == sha256:
            return None
        return append(subject=subject, action=action, part=part, sha256=sha256, **content)


def stated(*, subject: UUID, action: str, part: str) -> str | None:
    """Return the hash of the document that stands for a part, or None where none was stated."""
    entries = Entry.objects.filter(chain__subject=subject, action=action, content__part=part)
    content = entries.order_by("-sequence").values_list("content", flat=True).first()
    return content["sha256"] if content else None


def head_of(subject: UUID) -> str | None:
    """Return the hash of the newest link, or None where there is no chain."""
    return Chain.objects.filter(subject=subject).values_list("head", flat=True).first()


def count(*, subject: UUID, action: str, since: datetime | None = None) -> int:
    """Return how many entries of an action a subject has, from a moment on."""
    entries = Entry.objects.filter(chain__subject=subject, action=action)
    return (entries.filter(at__gte=since) if since else entries).count()


def counts(*, subjects: Sequence[UUID], action: str) -> dict[UUID, int]:
    """Return how many entries of an action each of the subjects has; those with none are left out. One query."""
    entries = Entry.objects.filter(chain__subject__in=subjects, action=action).order_by()
    return dict(entries.values_list("chain__subject").annotate(n=Count("pk")))


def recent_link(*, subject: UUID, action: str, actor: UUID, since: datetime) -> str:
    """Return the newest link by which somebody did the same since a moment, or ''."""
    entries = Entry.objects.filter(chain__subject=subject, action=action, actor=actor, at__gte=since)
    return entries.order_by("-sequence").values_list("link", flat=True).first() or ""


def once(*, subject: UUID, action: str, actor: UUID, hours: int = 1, **content: object) -> str:
    """Keep that somebody looked at something, told once in so many hours, whatever its content; return the link."""
    since = timezone.now() - timedelta(hours=hours)
    known = recent_link(subject=subject, action=action, actor=actor, since=since)
    return known or append(subject=subject, action=action, actor=actor, **content)


def newest(*, subject: UUID, action: str) -> dict[str, Any] | None:
    """Return what the latest entry of an action says, None where there is none."""
    entry = Entry.objects.filter(chain__subject=subject, action=action).order_by("sequence").last()
    return entry.content if entry else None


def link_text(entry: Entry) -> bytes:
    """Return the canonical text of a link: what its hash covers, the hash of the link before it included."""
    return canonical(
        {
            "subject": str(entry.chain.subject),
            "sequence": entry.sequence,
            "at": entry.at.isoformat(),
            "action": entry.action,
            "actor": str(entry.actor) if entry.actor else None,
            "content": entry.content,
            "previous": entry.previous,
        }
    )


def link_hash(entry: Entry) -> str:
    """Return the SHA-256 over the entry's content and the link before it."""
    return digest(link_text(entry))


def first_broken(subject: UUID) -> int | None:
    """Return the sequence of the first link that does not hold, or that is missing at the end; None where all hold.

    What is added meanwhile raises no alarm: each link is read together with the length and head of its chain.
    """
    place, previous = 0, "0" * 64
    entries = Entry.objects.filter(chain__subject=subject).select_related("chain").order_by("sequence")
    for place, entry in enumerate(entries, start=1):
        if entry.sequence != place or entry.previous != previous or entry.link != link_hash(entry):
            return place
        previous = entry.link
    chain = entries[0].chain if entries else Chain.objects.filter(subject=subject).first()
    return None if chain is None or (chain.length, chain.head) == (place, previous) else place + 1
