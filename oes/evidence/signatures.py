"""Signing a chain's head and checking the signature: pure functions, Ed25519 (RFC 8032)."""

from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from oes.lib.canonical import canonical, digest

VERSION = 1


def public_key_of(seed: bytes) -> str:
    """Return the public key (32 bytes, hexadecimal) of a private one (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def fingerprint_of(public_key: str) -> str:
    """Return the SHA-256 of the public key's 32 bytes: what people compare. ValueError where it is no hexadecimal."""
    return digest(bytes.fromhex(public_key))


def statement(*, organisation: UUID, subject: UUID, length: int, head: str, at: datetime) -> bytes:
    """Return what is signed: canonical JSON of `v`, `organisation`, `subject`, `length`, `head` and `at` (ISO 8601)."""
    return canonical(
        {
            "v": VERSION,
            "organisation": str(organisation),
            "subject": str(subject),
            "length": length,
            "head": head,
            "at": at.isoformat(),
        }
    )


def sign(seed: bytes, text: bytes) -> str:
    """Return the signature (64 bytes, hexadecimal) of a private key (32 bytes) under a text."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(text).hex()


def verify(public_key: str, text: bytes, signature: str) -> bool:
    """Return whether the signature holds; False, too, where key or signature is no hexadecimal of the right length."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True
