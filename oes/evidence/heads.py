"""The signed heads of a pack: whose they are, and whether they stand under the chain that is there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oes.evidence.links import Finding, Line, is_hash, json_of, numbered
from oes.evidence.signatures import fingerprint_of, verify

_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Head:
    """A signature under the first `length` links, whose last has the hash `head`. `statement`: the text signed."""

    statement: str
    key: str
    signature: str
    subject: str
    length: int
    head: str
    at: str


def head_of(raw: bytes) -> Head | None:
    """Return the head that a JSON text holds: `key`, `signature`, `statement` and nothing else; None for others."""
    told = json_of(raw)
    if not isinstance(told, dict) or sorted(told) != ["key", "signature", "statement"]:
        return None
    key, signature, statement = told["key"], told["signature"], told["statement"]
    said = json_of(statement.encode("utf-8", "surrogatepass")) if isinstance(statement, str) else None
    signed = isinstance(signature, str) and _SIGNATURE.fullmatch(signature)
    if not (signed and is_hash(key) and isinstance(said, dict) and said.get("v") == 1):
        return None
    subject, length, head, at = (said.get(name) for name in ("subject", "length", "head", "at"))
    if not (isinstance(subject, str) and isinstance(at, str) and is_hash(head)):
        return None
    if not isinstance(length, int) or isinstance(length, bool) or length < 1:
        return None
    return Head(statement, key, signature, subject, length, str(head), at)


def heads_of(raw: bytes) -> list[Head | None]:
    """Return the heads of a text with one on each line."""
    return [head_of(line) for line in raw.split(b"\n") if line]


def keys_of(raw: bytes) -> dict[str, str]:
    """Return the public keys by fingerprint; those whose fingerprint is not theirs are left out."""
    told = json_of(raw)
    rows = told.get("keys") if isinstance(told, dict) else None
    keys = [row.get("public_key") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {fingerprint_of(key): key for key in keys if is_hash(key)}


def wrong_heads(
    lines: Sequence[Line],
    earlier: Sequence[Head | None],
    newest: Head | None,
    keys: dict[str, str],
    *,
    trusted: Sequence[str],
) -> Iterator[Finding]:
    """Yield what is wrong with the signatures. `trusted`: fingerprints; with none nobody asks whose they are."""
    agreed, digests = 0, numbered(lines)
    last = max(digests, default=0)
    for head in [*earlier, newest]:
        if head is None:
            yield Finding("head_unreadable")
        elif head.key not in keys or not verify(keys[head.key], head.statement.encode(), head.signature):
            yield Finding("signature_wrong", {"to": head.length, "key": head.key})
        elif head.length > last:
            yield Finding("links_cut", {"link": last + 1, "to": head.length})
        elif digests.get(head.length) != head.head:
            yield Finding("head_differs", {"link": min(agreed + 1, head.length), "to": head.length})
        else:
            agreed = head.length
    if newest and newest.length < last:
        yield Finding("links_unsigned", {"link": newest.length + 1, "to": last})
    if newest and trusted and newest.key not in trusted:
        yield Finding("signer_other", {"key": newest.key})
