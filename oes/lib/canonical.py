"""One text for one value: what is hashed, signed and handed to others is made here, and only here."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


def canonical(value: Any) -> bytes:
    """Return plain data as JSON in UTF-8: keys sorted, no spaces, letters as they are.

    Raises ValueError for NaN and infinity, TypeError for what JSON does not know. Who checks a hash reads the bytes
    that were kept; nobody needs to make this text again in another language.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(body: bytes) -> str:
    """Return the SHA-256 of bytes: 64 hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def instant(at: datetime | None) -> str | None:
    """Return a moment as documents say it: ISO 8601 in UTC, the same before and after the database had it."""
    return at.astimezone(UTC).isoformat() if at else None
