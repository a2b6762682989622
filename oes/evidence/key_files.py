"""The private halves of the signing keys: one file of 32 bytes each, readable by the server alone."""

import re
import secrets
from pathlib import Path

from django.conf import settings

from oes.evidence.signatures import fingerprint_of, public_key_of
from oes.lib.files import write_new
from oes.lib.keys import NoKey
from oes.lib.sealed import KEY_BYTES

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def make() -> str:
    """Make a private key, durably, and return its public key in hexadecimal."""
    seed = secrets.token_bytes(KEY_BYTES)
    public_key = public_key_of(seed)
    write_new(_path(fingerprint_of(public_key)), seed)
    return public_key


def read(fingerprint: str) -> bytes:
    """Return the private key of a fingerprint. Raises NoKey where the file is not there or not that key's."""
    try:
        seed = _path(fingerprint).read_bytes()
    except FileNotFoundError as error:
        raise NoKey(f"signing/{fingerprint}") from error
    if len(seed) != KEY_BYTES or fingerprint_of(public_key_of(seed)) != fingerprint:
        raise NoKey(f"signing/{fingerprint}: another key lies under this name")
    return seed


def _path(fingerprint: str) -> Path:
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise ValueError("not a fingerprint")
    folder: Path = settings.OES_KEYS_DIR
    return folder / "signing" / f"{fingerprint}.key"
