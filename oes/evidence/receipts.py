"""A signed head as people hold it: a short text, which a QR code holds well."""

import re
from dataclasses import dataclass
from uuid import UUID

from oes.evidence.models import SignedHead

_TEXT = re.compile(r"OES1:([0-9A-F-]{36}):([1-9][0-9]{0,8}):([0-9A-F]{64}):([0-9A-F]{64})")


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """What the text says: the attempt, how many links, the last one's hash, the fingerprint of the key."""

    subject: UUID
    length: int
    head: str
    fingerprint: str


def text_of(head: SignedHead) -> str:
    """Return `OES1:attempt:links:hash:fingerprint` in capitals, which QR codes hold most of."""
    return f"OES1:{head.subject}:{head.length}:{head.head}:{head.key.fingerprint}".upper()


def read_text(text: str) -> ReceiptText | None:
    """Read such a text, scanned or typed in; None where it is none."""
    found = _TEXT.fullmatch("".join(text.split()).upper())
    try:
        subject = UUID(found[1]) if found else None
    except ValueError:
        return None
    return ReceiptText(subject, int(found[2]), found[3].lower(), found[4].lower()) if found and subject else None


def in_groups(digits: str) -> str:
    """Return a long number in groups of eight, as people compare it."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
