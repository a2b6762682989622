"""Whether the evidence of a case still is what was recorded and signed: the chain, its signatures, all contents.

By the rules of the verifier that goes with every evidence pack, on the rows and blobs themselves: no pack is built.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.appeals.models import Appeal, CaseCheck
from oes.attempts.models import Attempt
from oes.domain.appeal_state import AppealState
from oes.evidence.documents import document_of
from oes.evidence.heads import head_of, wrong_heads
from oes.evidence.links import SEGMENTS, Finding, Line, broken_links, is_hash, lines_of, segment_place
from oes.evidence.models import SignedHead
from oes.evidence.pack_media import media_of
from oes.evidence.packing import head_text
from oes.evidence.queries import keys_of
from oes.evidence.verify import deleted_hashes, standing_documents
from oes.evidence.words import MOST_SHOWN, said
from oes.journal.models import Chain, Entry
from oes.journal.services import link_text
from oes.lib.canonical import canonical, digest

CHECKED_FOR = timedelta(hours=12)
"""So long a check of the contents is believed; chain and signatures are checked at every opening."""
CHECKED_IN = (AppealState.ACCEPTED, AppealState.VOTING, AppealState.VOTED, AppealState.TIED)
WORDS: dict[str, str | Promise] = {
    "clean": gettext_lazy("The evidence is whole: nothing was changed since it was recorded and signed."),
    "tampered": gettext_lazy(
        "The evidence does not hold. What is wrong stands below: let it be explained before anything is decided."
    ),
    "unsigned": gettext_lazy("Nothing is signed yet: it is done shortly after the end of the exam."),
}


@dataclass(frozen=True, slots=True)
class ChainState:
    """What the page says of the evidence. `outcome`: a key of WORDS; `findings`: what does not hold, in words.

    `links`: entries of the chain, `newer` of them after the signature; `checked_at`: when the contents were compared;
    `is_busy`: what was found is being computed anew, and its documents were passed over.
    """

    outcome: str
    findings: tuple[str, ...]
    links: int
    newer: int
    segments: int
    documents: int
    checked_at: datetime
    signed_at: datetime | None = None
    fingerprint: str = ""
    is_busy: bool = False

    @property
    def words(self) -> str:
        return str(WORDS[self.outcome])


def chain_state(attempt: Attempt, now: datetime) -> ChainState:
    """Check the evidence of an attempt. Four queries, and those of the contents where these were not checked lately.

    Contents: a read of every segment.
    """
    texts = [link_text(entry) for entry in _entries(attempt)]
    lines = lines_of(b"".join(text + b"\n" for text in texts))
    heads = list(SignedHead.objects.filter(subject=attempt.uuid).select_related("key__organisation"))
    findings = _of_chain(attempt, lines, heads)
    bodies = [line.body for line in lines if line.body is not None]
    checked = _checked(attempt, bodies, now)
    findings += [Finding(code, values) for code, values in checked.findings]
    newest = heads[-1] if heads else None
    outcome = "tampered" if findings else "clean" if newest else "unsigned"
    return ChainState(
        outcome=outcome,
        findings=tuple(_told(findings)),
        links=len(lines),
        newer=max(0, len(lines) - newest.length) if newest else len(lines),
        segments=checked.segments,
        documents=checked.documents,
        checked_at=checked.at,
        signed_at=newest.signed_at if newest else None,
        fingerprint=newest.key.fingerprint if newest else "",
        is_busy=_is_busy(attempt),
    )


def check_next() -> bool:
    """Check the contents of one case that members will open; return False when none waits."""
    rows = Appeal.objects.filter(state__in=CHECKED_IN, attempt__case_check=None, attempt__ended_at__isnull=False)
    appeal = rows.select_related("attempt__trust", "attempt__policy", "attempt__enrolment").first()
    if appeal is None:
        return False
    chain_state(appeal.attempt, timezone.now())
    return True


def _entries(attempt: Attempt) -> Iterable[Entry]:
    return Entry.objects.filter(chain__subject=attempt.uuid).select_related("chain").order_by("sequence")


def _of_chain(attempt: Attempt, lines: Sequence[Line], heads: Sequence[SignedHead]) -> list[Finding]:
    """Return what is wrong with links and signatures. What came after the last signature waits for the next one."""
    chain = Chain.objects.filter(subject=attempt.uuid).first()
    length, last = (chain.length, chain.head) if chain else (0, "")
    found = broken_links(lines, subject=str(attempt.uuid), last=last if length == len(lines) else None)
    if length > len(lines):
        found.append(Finding("links_cut", {"link": len(lines) + 1, "to": length}))
    elif lines and lines[-1].digest != last:
        found.append(Finding("link_changed", {"link": len(lines)}))
    if not heads:
        return found
    keys = {row.fingerprint: row.public_key for row in keys_of(heads[-1].key.organisation)}
    *earlier, newest = [head_of(head_text(head)) for head in heads]
    wrong = wrong_heads(lines, earlier, newest, keys, trusted=list(keys))
    return [*found, *(one for one in wrong if one.code != "links_unsigned")]


def _checked(attempt: Attempt, bodies: Sequence[dict[str, Any]], now: datetime) -> CaseCheck:
    """Return the check of the contents: the stored one while it is young and the chain tells nothing else."""
    told = _told_sha256(bodies)
    row = CaseCheck.objects.filter(attempt=attempt).first()
    if row and row.told_sha256 == told and now - CHECKED_FOR < row.at <= now:
        return row
    found, segments = _of_media(attempt, bodies)
    wrong, documents = _of_documents(attempt, bodies)
    values = {
        "told_sha256": told, "findings": [[one.code, one.values] for one in [*found, *wrong]], "segments": segments,
        "documents": documents, "at": now,
    }  # fmt: skip
    return CaseCheck.objects.update_or_create(attempt=attempt, defaults=values)[0]


def _told_sha256(bodies: Iterable[dict[str, Any]]) -> str:
    """Return the hash of all that the chain tells of contents, what was deleted of them included."""
    told = [body for body in bodies if is_hash(body["content"].get("sha256")) or body["action"] == "content_deleted"]
    return digest(canonical([[body["sequence"], body["content"].get("sha256")] for body in told]))


def _of_media(attempt: Attempt, bodies: Sequence[dict[str, Any]]) -> tuple[list[Finding], int]:
    """Return which segments are missing or changed, and how many there are."""
    links = [body for body in bodies if body["action"] in SEGMENTS]
    by_stem = {_stem(body["content"]): body for body in links}
    found, lost, there = [], list[str](), 0
    for name, pieces in media_of(attempt, [*links, *_deletions(bodies)], lost):
        body = by_stem[name.rpartition(".")[0]]
        there += 1
        if hashlib.sha256(b"".join(pieces)).hexdigest() != body["content"]["sha256"]:
            found.append(Finding("media_changed", _place(body)))
    found += [Finding("media_missing", _place(by_stem[stem])) for stem in lost]
    return found, there


def _of_documents(attempt: Attempt, bodies: Sequence[dict[str, Any]]) -> tuple[list[Finding], int]:
    """Return which documents differ from what their links tell, and how many stand."""
    if _is_busy(attempt):
        return [], 0
    deleted, found, standing = deleted_hashes(bodies), [], 0
    for link in standing_documents(bodies):
        sha256 = link["content"]["sha256"]
        if sha256 in deleted:
            continue
        standing += 1
        document = document_of(attempt, action=link["action"], content=link["content"])
        if document is None or digest(document) != sha256:
            code = "document_missing" if document is None else "document_changed"
            part = {"part": link["content"]["part"]} if isinstance(link["content"].get("part"), str) else {}
            found.append(Finding(code, {"link": link["sequence"], "action": link["action"], **part}))
    return found, standing


def _deletions(bodies: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [body for body in bodies if body["action"] == "content_deleted"]


def _stem(content: dict[str, Any]) -> str:
    return f"media/{content['track']}/{content['run']}-{content['sequence']}"


def _place(body: dict[str, Any]) -> dict[str, Any]:
    return {"link": body["sequence"], **segment_place(body)}


def _is_busy(attempt: Attempt) -> bool:
    trust = getattr(attempt, "trust", None)
    return trust is not None and not trust.is_final


def _told(findings: Sequence[Finding]) -> list[str]:
    told = [said(one) for one in findings[:MOST_SHOWN]]
    left = len(findings) - len(told)
    return [*told, _("… and %(count)s more") % {"count": left}] if left else told
