"""Making an evidence pack: what it holds is gathered and signed first, then its bytes are made as they are taken.

The form of a pack stands in docs/evidence-pack.md.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from oes.accounts.models import User
from oes.analysis.model_files import model_files
from oes.analysis.networks_here import analysis_version
from oes.attempts.models import Attempt
from oes.evidence.documents import document_of
from oes.evidence.models import SignedHead
from oes.evidence.pack_media import media_of
from oes.evidence.page import verifier_page
from oes.evidence.queries import keys_of, statement_of
from oes.evidence.services import active_key, sign_head
from oes.evidence.verify import EARLIER, FORMAT, HEAD, KEYS, LINKS, MANIFEST, deleted_hashes, standing_documents
from oes.evidence.zipping import zipped
from oes.journal import services as journal
from oes.journal.models import Entry
from oes.lib.canonical import canonical, digest, instant

HERE = Path(__file__).resolve().parent


class NotPacked(Exception):
    """No pack can be made yet. The message says why."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A signed pack whose bytes are still to be made.

    `fixed`: the members that no other link tells of. `lost`: names of recordings that could not be read, once the bytes
    are made.
    """

    attempt: Attempt
    fixed: dict[str, bytes]
    head: SignedHead
    lost: list[str] = field(default_factory=list)

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the zip; at most one segment is held at a time."""
        return zipped(self._members())

    def _members(self) -> Iterator[tuple[str, list[bytes]]]:
        entries = _entries(self.attempt).filter(sequence__lte=self.head.length).select_related("chain")
        lines = [journal.link_text(entry) for entry in entries]
        links = [json.loads(line) for line in lines]
        yield from ((name, [body]) for name, body in self.fixed.items())
        yield LINKS, [line + b"\n" for line in lines]
        yield HEAD, [head_text(self.head)]
        yield from ((name, [body]) for name, body in documents_of(self.attempt, links) if body is not None)
        yield from media_of(self.attempt, links, self.lost)


@transaction.atomic
def pack(*, attempt: Attempt, by: User | None = None) -> Pack:
    """Note in the attempt's chain that it is packed and what with, sign it, and return the pack.

    Raises NotPacked while the attempt runs or its trust is being computed anew, keys.NoKey where the institution's
    signing key cannot be read.
    """
    attempt = (
        Attempt.objects.real()
        .select_related("enrolment__exam", "enrolment__student__organisation", "policy")
        .get(pk=attempt.pk)
    )
    _check(attempt)
    fixed = _fixed(attempt)
    members = {name: digest(body) for name, body in fixed.items()}
    journal.append(
        subject=attempt.uuid, action="evidence_packed", actor=by.uuid if by else None, format=FORMAT, members=members
    )
    head = sign_head(subject=attempt.uuid, organisation=attempt.enrolment.student.organisation)
    return Pack(attempt, fixed, head)


def _check(attempt: Attempt) -> None:
    if not attempt.has_ended or attempt.started_at is None:
        raise NotPacked("the attempt has not ended")
    trust = getattr(attempt, "trust", None)
    if trust is None or trust.is_final:
        return
    links = [{"action": e.action, "sequence": e.sequence, "content": e.content} for e in _entries(attempt)]
    for name, body in documents_of(attempt, links):
        if body is None or name != document_name(digest(body)):
            raise NotPacked("its trust is being computed anew")


def _entries(attempt: Attempt) -> "QuerySet[Entry]":
    return Entry.objects.filter(chain__subject=attempt.uuid).order_by("sequence")


def documents_of(attempt: Attempt, links: list[dict[str, Any]]) -> Iterator[tuple[str, bytes | None]]:
    """Yield the documents that stand, with the name that their link gives them; None for one that cannot be made.

    One whose rows were changed comes as it is now, under the name of what it was: that is what a verifier looks for.
    What the chain says was deleted is passed over.
    """
    passed = {document_name(sha256) for sha256 in deleted_hashes(links)}
    for link in standing_documents(links):
        name = document_name(link["content"]["sha256"])
        if name not in passed:
            yield name, document_of(attempt, action=link["action"], content=link["content"])
        passed.add(name)


def document_name(sha256: str) -> str:
    return f"documents/{sha256}.json"


def _fixed(attempt: Attempt) -> dict[str, bytes]:
    """Return the members that no other link tells of, in the order that they are read."""
    organisation = attempt.enrolment.student.organisation
    active_key(organisation=organisation)
    keys = [
        {
            "fingerprint": key.fingerprint,
            "public_key": key.public_key,
            "created_at": instant(key.created_at),
            "retired_at": instant(key.retired_at),
        }
        for key in keys_of(organisation)
    ]
    earlier = SignedHead.objects.filter(subject=attempt.uuid).select_related("key__organisation")
    return {
        "README.txt": (HERE / "pack_files" / "README.txt").read_bytes(),
        "verify.html": verifier_page().encode(),
        "trust.py": (HERE / "pack_files" / "trust.py").read_bytes(),
        MANIFEST: canonical({"v": FORMAT, "format": "oes-evidence-pack", "about": _about(attempt)}),
        "account.json": canonical(_account(attempt)),
        "models.json": canonical(_models()),
        KEYS: canonical({"keys": keys}),
        EARLIER: b"".join(head_text(head) + b"\n" for head in earlier),
    }


def head_text(head: SignedHead) -> bytes:
    """Return a signed head as a pack has it: canonical JSON of the text that was signed, the key and the signature."""
    statement = statement_of(head).decode()
    return canonical({"key": head.key.fingerprint, "signature": head.signature, "statement": statement})


def _about(attempt: Attempt) -> dict[str, str]:
    """Return what a reader wants to know first. Personal data: the student's name."""
    student = attempt.enrolment.student
    return {
        "organisation": student.organisation.name,
        "exam": attempt.enrolment.exam.title,
        "student": student.full_name,
        "started_at": instant(attempt.started_at) or "",
        "ended_at": instant(attempt.ended_at) or "",
    }


def _account(attempt: Attempt) -> dict[str, Any]:
    """Return what a percent rests on beside the documents: the attempt's clock, its tier, granted pauses."""
    now = timezone.now()
    return {
        "elapsed_seconds": attempt.clock_seconds(now),
        "tier": attempt.tier,
        "required_tracks": list(attempt.policy.value().required_tracks(attempt.tier)),
        "pauses": [[span.start, span.end] for span in attempt.pause_spans(now)],
    }


def _models() -> dict[str, Any]:
    """Return which networks this installation measures with, each with its hash."""
    listed = [
        {"key": one.key, "file": one.file, "sha256": one.sha256, "licence": one.licence, "about": one.about}
        for one in model_files().values()
    ]
    return {"analysis_version": analysis_version(), "models": listed}
