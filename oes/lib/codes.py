"""One-use codes: drawn at random, shown once, kept as a keyed hash only."""

import secrets

from django.utils.crypto import salted_hmac

from oes.domain.codes import new_code


def drawn_code(letters: int) -> str:
    """Return a new code of so many letters."""
    return new_code(secrets.choice, letters)


def keyed_hash(purpose: str, text: str) -> str:
    """Return 64 hex digits that only this installation can compute; `purpose` keeps equal texts apart."""
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()
