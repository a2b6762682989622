"""Verifying an evidence pack: pure functions over the file, without a database and without a server.

The rules stand in docs/evidence-pack.md; `static/evidence/verify.js` follows them step by step for browsers, and a test
holds both to the same findings over the same packs.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from oes.evidence.frame import Frame, Unreadable, frame_of, pieces
from oes.evidence.heads import Head, head_of, heads_of, keys_of, wrong_heads
from oes.evidence.links import (
    SEGMENTS,
    Finding,
    Line,
    broken_links,
    is_hash,
    json_of,
    lines_of,
    numbered,
    segment_place,
)

FORMAT = 1
MANIFEST, LINKS, HEAD = "manifest.json", "chain/links.jsonl", "chain/head.json"
EARLIER, KEYS = "chain/earlier-heads.jsonl", "chain/keys.json"
MOST_TEXT_BYTES = 256 * 1024 * 1024
EXIT = {"clean": 0, "tampered": 1, "unreadable": 2, "unsigned": 3}


@dataclass(frozen=True, slots=True)
class Report:
    """What a verifier says. `outcome`: a key of EXIT; `facts`: what the pack says of itself, once it was checked."""

    outcome: str
    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Pack:
    """A pack that is being read."""

    file: BinaryIO
    frame: Frame

    def text(self, name: str) -> bytes:
        """Return a whole member that is no recording; nothing where it is missing."""
        member = self.frame.members.get(name)
        if member is None:
            return b""
        if member.size > MOST_TEXT_BYTES:
            raise Unreadable("too_large")
        return b"".join(pieces(self.file, member))

    def digest(self, name: str) -> str:
        sha256 = hashlib.sha256()
        for piece in pieces(self.file, self.frame.members[name]):
            sha256.update(piece)
        return sha256.hexdigest()


def verify(file: BinaryIO, *, keys: Sequence[str] = (), receipt: str = "") -> Report:
    """Return what a file is worth. `keys`: fingerprints that its reader trusts; `receipt`: a student's, or ""."""
    try:
        pack = _Pack(file, frame_of(file))
        version = _version(pack)
        if version != FORMAT:
            raise Unreadable("not_pack" if version is None else "other_version")
        return _judged(pack, keys, receipt)
    except Unreadable as error:
        return Report("unreadable", (Finding(error.code),))


def _version(pack: _Pack) -> Any:
    """Return the version of the format; what lacks its manifest and has a chain was tampered with."""
    manifest = json_of(pack.text(MANIFEST))
    if isinstance(manifest, dict) and "v" in manifest:
        return manifest["v"]
    return FORMAT if LINKS in pack.frame.members else None


def _judged(pack: _Pack, keys: Sequence[str], receipt: str) -> Report:
    lines = lines_of(pack.text(LINKS))
    known, head = keys_of(pack.text(KEYS)), head_of(pack.text(HEAD))
    heads = heads_of(pack.text(EARLIER))
    last = lines[-1].body["sequence"] if lines and lines[-1].body else None
    signed = head.head if head and head.length == last else None
    findings = [Finding("frame_changed", {"member": name}) for name in pack.frame.changed]
    findings += broken_links(lines, subject=head.subject if head else None, last=signed)
    findings += wrong_heads(lines, heads, head, known, trusted=keys)
    findings += _members(pack, lines)
    if receipt and receipt not in {line.digest for line in lines}:
        findings.append(Finding("receipt_absent", {"receipt": receipt}))
    outcome = "tampered" if findings else "clean" if keys else "unsigned"
    return Report(outcome, tuple(findings), _facts(pack, lines, head, receipt))


def _members(pack: _Pack, lines: Sequence[Line]) -> Iterator[Finding]:
    """Compare every member with the link that tells of it."""
    bodies = [line.body for line in lines if line.body is not None]
    told = [*_packed(bodies), *_documents(bodies), *_media(pack, bodies)]
    deleted = deleted_hashes(bodies)
    for name, sha256, finding in told:
        if name in pack.frame.members:
            if pack.digest(name) != sha256:
                yield Finding(f"{finding.code}_changed", finding.values)
        elif sha256 not in deleted:
            yield Finding(f"{finding.code}_missing", finding.values)
    if not any(body["action"] == "evidence_packed" for body in bodies):
        yield Finding("packing_missing")
    expected = {HEAD, LINKS, *(name for name, _, _ in told)}
    yield from (Finding("member_unknown", {"member": name}) for name in pack.frame.members if name not in expected)


_Told = tuple[str, str, Finding]
"""Name of a member, the hash that a link gives it, and where it belongs."""


def _packed(bodies: Sequence[dict[str, Any]]) -> Iterable[_Told]:
    """Yield what the newest link about packing lists: all members that no other link tells of."""
    packings = [body for body in bodies if body["action"] == "evidence_packed"]
    members = packings[-1]["content"].get("members") if packings else None
    for name, sha256 in members.items() if isinstance(members, dict) else ():
        yield name, str(sha256), Finding("member", {"member": name})


def _documents(bodies: Sequence[dict[str, Any]]) -> Iterable[_Told]:
    """Yield the documents that stand: the newest of each action and part, and those without a part."""
    for body in standing_documents(bodies):
        content = body["content"]
        part = {"part": content["part"]} if isinstance(content.get("part"), str) else {}
        where = {"link": body["sequence"], "action": body["action"], **part}
        yield f"documents/{content['sha256']}.json", content["sha256"], Finding("document", where)


def standing_documents(bodies: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the links whose documents stand: a newer link of the same action and part supersedes those before."""
    newest: dict[tuple[str, str | int], dict[str, Any]] = {}
    for body in bodies:
        part = body["content"].get("part")
        if body["action"] not in SEGMENTS and is_hash(body["content"].get("sha256")):
            newest[body["action"], part if isinstance(part, str) else body["sequence"]] = body
    return list(newest.values())


def _media(pack: _Pack, bodies: Sequence[dict[str, Any]]) -> Iterable[_Told]:
    """Yield the segments: `media/TRACK/RUN-SEQUENCE` with any extension."""
    there = {name.rpartition(".")[0]: name for name in pack.frame.members if name.startswith("media/")}
    for body in bodies:
        content = body["content"]
        if body["action"] not in SEGMENTS:
            continue
        stem = f"media/{content.get('track')}/{content.get('run')}-{content.get('sequence')}"
        where = {"link": body["sequence"], **segment_place(body)}
        yield there.get(stem, stem), str(content.get("sha256")), Finding("media", where)


def deleted_hashes(bodies: Iterable[dict[str, Any]]) -> set[str]:
    """Return the hashes of content that a later link says was deleted."""
    told = [body["content"].get("hashes") for body in bodies if body["action"] == "content_deleted"]
    return {sha256 for hashes in told if isinstance(hashes, list) for sha256 in hashes if isinstance(sha256, str)}


def _facts(pack: _Pack, lines: Sequence[Line], head: Head | None, receipt: str) -> dict[str, Any]:
    manifest = json_of(pack.text(MANIFEST))
    about = manifest.get("about") if isinstance(manifest, dict) else None
    stored = [line.body for line in lines if line.body and line.body["action"] in SEGMENTS]
    at = {digest: number for number, digest in numbered(lines).items()}
    return {
        "about": about if isinstance(about, dict) else {},
        "links": len(lines),
        "segments": len(stored),
        "subject": head.subject if head else "",
        "signed_at": head.at if head else "",
        "fingerprint": head.key if head else "",
        "receipt_link": at.get(receipt, 0),
    }
