"""The .seb file: settings as an XML property list, packed, plain or encrypted with a password.

Layout, from the browser's developer pages: gzip over four letters and a body. `plnd`: the body is the packed list.
`pswd`: the body is RNCryptor version 3 over the packed list: version, options, two salts, vector, AES-256-CBC, and an
HMAC-SHA-256 over all before it; keys by PBKDF2-HMAC-SHA1, 10,000 rounds.
"""

import gzip
import plistlib
import secrets

from cryptography.hazmat.primitives import hashes, hmac, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from oes.domain.safe_exam_browser import Settings

VERSION = b"\x03"
WITH_PASSWORD = b"\x01"
SALT_BYTES = 8
ROUNDS = 10_000


def plain_file(settings: Settings) -> bytes:
    """Return a .seb file that every Safe Exam Browser opens."""
    return gzip.compress(b"plnd" + _packed(settings), mtime=0)


def encrypted_file(settings: Settings, password: str) -> bytes:
    """Return a .seb file that opens with the password."""
    return gzip.compress(b"pswd" + encrypted(_packed(settings), password), mtime=0)


def _packed(settings: Settings) -> bytes:
    return gzip.compress(plistlib.dumps(dict(settings), sort_keys=False), mtime=0)


def encrypted(data: bytes, password: str) -> bytes:
    """Return data in RNCryptor's format 3 with a password."""
    encryption_salt, hmac_salt, vector = (secrets.token_bytes(n) for n in (SALT_BYTES, SALT_BYTES, 16))
    padder = padding.PKCS7(128).padder()
    cipher = Cipher(algorithms.AES256(_key(password, encryption_salt)), modes.CBC(vector)).encryptor()
    hidden = cipher.update(padder.update(data) + padder.finalize()) + cipher.finalize()
    message = VERSION + WITH_PASSWORD + encryption_salt + hmac_salt + vector + hidden
    signer = hmac.HMAC(_key(password, hmac_salt), hashes.SHA256())
    signer.update(message)
    return message + signer.finalize()


def _key(password: str, salt: bytes) -> bytes:
    derive = PBKDF2HMAC(algorithm=hashes.SHA1(), length=32, salt=salt, iterations=ROUNDS)
    return derive.derive(password.encode())
