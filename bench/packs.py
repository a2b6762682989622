"""Evidence packs made of made-up content, for the tamper tests: small, whole, and signed with a key of their own."""

import json
import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from oes.evidence import signatures
from oes.evidence.verify import EARLIER, HEAD, KEYS, LINKS, MANIFEST
from oes.evidence.zipping import zipped
from oes.lib.canonical import canonical, digest

BEGAN = datetime(2026, 5, 18, 4, 0, tzinfo=UTC)
SEGMENT_SECONDS = 8.0


@dataclass(frozen=True)
class Signer:
    """A key that signs; `seed` is its private half."""

    seed: bytes

    @property
    def public_key(self) -> str:
        return signatures.public_key_of(self.seed)

    @property
    def fingerprint(self) -> str:
        return signatures.fingerprint_of(self.public_key)


@dataclass(frozen=True)
class Parts:
    """What a pack is made of, before it is zipped. `links`: bodies, in order; `signed_at`: lengths that were signed."""

    organisation: str
    subject: str
    links: tuple[dict[str, Any], ...]
    signed_at: tuple[int, ...]
    members: dict[str, bytes] = field(default_factory=dict)

    def lines(self) -> list[bytes]:
        return [canonical(body) for body in self.links]

    def receipts(self) -> list[str]:
        """Return the hash of every link: what a student may hold of it."""
        return [digest(line) for line in self.lines()]


def made(rng: random.Random, *, segments: int = 6, segment_bytes: int = 400) -> Parts:
    """Return the parts of a clean pack: an attempt with camera and screen, some documents, a verdict after the end."""
    subject, members = str(uuid.UUID(int=rng.getrandbits(128))), _fixed(rng)
    told: list[tuple[str, dict[str, Any]]] = [("consent_given", {"text": "1"}), ("attempt_started", {"tier": "A"})]
    for number in range(segments):
        for track in ("camera", "screen"):
            body = rng.randbytes(rng.randint(segment_bytes // 2, segment_bytes))
            members[f"media/{track}/1-{number}.webm"] = body
            told.append(("segment_stored", _segment(track, number, body)))
    for part in ("camera", "screen", "camera"):
        text = canonical({"track": part, "gaps": [{"start": rng.random() * 60, "end": 60.5, "reason": "offline"}]})
        told.append(("gaps_stated", {"part": part, "sha256": digest(text)}))
        members = {name: body for name, body in members.items() if not _is_of(name, told[:-1], part)}
        members[f"documents/{digest(text)}.json"] = text
    told += [("attempt_submitted", {"source": "student"}), ("verdict_recorded", {"honest": rng.random() < 0.5})]
    ended = len(told) - 1
    links = chained(subject, told)
    packed = {"members": {name: digest(body) for name, body in members.items() if "/" not in name}}
    links = chained(subject, [*told, ("evidence_packed", packed)])
    return Parts(str(uuid.UUID(int=rng.getrandbits(128))), subject, links, (ended, len(links)), members)


def chained(subject: str, told: Iterable[tuple[str, dict[str, Any]]]) -> tuple[dict[str, Any], ...]:
    """Return the links of what was told, each with the hash of the one before."""
    bodies = [
        {"subject": subject, "sequence": number, "at": (BEGAN + timedelta(seconds=number)).isoformat(),
         "action": action, "actor": None, "content": content}
        for number, (action, content) in enumerate(told, 1)
    ]  # fmt: skip
    return rechained(bodies)


def rechained(bodies: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return links with numbers and hashes that hold again, as a forger makes them."""
    out, before = [], "0" * 64
    for number, body in enumerate(bodies, 1):
        out.append({**body, "sequence": number, "previous": before})
        before = digest(canonical(out[-1]))
    return tuple(out)


def repacked(parts: Parts, *, signers: Iterable[Signer]) -> Parts:
    """Return the parts with a last link that lists the members as they are, and the keys of these signers."""
    keys = [{"fingerprint": signer.fingerprint, "public_key": signer.public_key} for signer in signers]
    members = {**parts.members, KEYS: canonical({"keys": keys})}
    *before, last = parts.links
    earlier = earlier_heads(replace(parts, members=members), list(signers)[0])
    members[EARLIER] = earlier
    listed = {name: digest(body) for name, body in members.items() if _is_listed(name)}
    links = rechained([*before, {**last, "content": {**last["content"], "members": listed}}])
    return replace(parts, members=members, links=links)


def earlier_heads(parts: Parts, signer: Signer) -> bytes:
    return b"".join(head(parts, length, signer) + b"\n" for length in parts.signed_at[:-1])


def head(parts: Parts, length: int, signer: Signer) -> bytes:
    """Return the text of a signed head."""
    statement = signatures.statement(
        organisation=uuid.UUID(parts.organisation), subject=uuid.UUID(parts.subject), length=length,
        head=parts.receipts()[length - 1], at=BEGAN + timedelta(hours=1, seconds=length),
    )  # fmt: skip
    signature = signatures.sign(signer.seed, statement)
    return canonical({"key": signer.fingerprint, "signature": signature, "statement": statement.decode()})


def signed(parts: Parts, signer: Signer) -> dict[str, bytes]:
    """Return all members of a pack, its newest head signed by this signer."""
    lines = b"".join(line + b"\n" for line in parts.lines())
    return {**parts.members, LINKS: lines, HEAD: head(parts, parts.signed_at[-1], signer)}


def written(members: dict[str, bytes]) -> bytes:
    """Return the bytes of the zip."""
    return b"".join(zipped((name, [body]) for name, body in members.items()))


def _fixed(rng: random.Random) -> dict[str, bytes]:
    manifest = {"v": 1, "format": "oes-evidence-pack", "about": {"exam": "Дерекқор", "student": "Айгерім"}}
    policy = {"version": rng.randint(1, 9), "rules": {"grace_seconds": 180.0}}
    return {MANIFEST: canonical(manifest), "policy.json": canonical(policy), "models.json": canonical({"models": []})}


def _segment(track: str, number: int, body: bytes) -> dict[str, Any]:
    start = number * SEGMENT_SECONDS
    return {"track": track, "run": 1, "sequence": number, "sha256": digest(body), "size": len(body), "start": start,
            "end": start + SEGMENT_SECONDS}  # fmt: skip


def _is_of(name: str, told: Iterable[tuple[str, dict[str, Any]]], part: str) -> bool:
    """Return whether a member is a document that a newer one of the same part stands for."""
    hashes = [content["sha256"] for action, content in told if action == "gaps_stated" and content["part"] == part]
    return any(name == f"documents/{sha256}.json" for sha256 in hashes)


def _is_listed(name: str) -> bool:
    return name not in (LINKS, HEAD) and not name.startswith(("media/", "documents/"))


def parsed(lines: bytes) -> list[dict[str, Any]]:
    """Return the bodies of a pack's lines."""
    return [json.loads(line) for line in lines.splitlines()]
