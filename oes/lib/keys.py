"""Data keys: one file of 32 random bytes for each owner of blobs, outside the database and its backups.

Who deletes a key file makes every copy of what it sealed unreadable, backups of the media included: that is how
recordings are deleted for good.
"""

import re
import secrets
from pathlib import Path

from django.conf import settings

from oes.lib.files import sync_folder, write_new
from oes.lib.sealed import KEY_BYTES

_OWNER = re.compile(r"[a-z]+-[0-9a-z][0-9a-z-]*")


class NoKey(FileNotFoundError):
    """The key is not there: deleted on purpose, or OES_KEYS_DIR names the wrong folder."""


def key_of(owner: str) -> bytes:
    """Return the key of an owner such as `attempts-<uuid>`. Raises NoKey."""
    try:
        key = _path(owner).read_bytes()
    except FileNotFoundError as error:
        raise NoKey(owner) from error
    if len(key) != KEY_BYTES:
        raise NoKey(f"{owner}: {len(key)} bytes instead of {KEY_BYTES}")
    return key


def made_key(owner: str) -> bytes:
    """Return the key of an owner, made durably where there is none yet."""
    try:
        return key_of(owner)
    except NoKey:
        write_new(_path(owner), secrets.token_bytes(KEY_BYTES))  # where another was first, theirs stands
    return key_of(owner)


def shred(owner: str) -> bool:
    """Delete a key for good; return whether there was one."""
    path = _path(owner)
    there = path.exists()
    path.unlink(missing_ok=True)
    if there:
        sync_folder(path.parent)
    return there


def _path(owner: str) -> Path:
    if not _OWNER.fullmatch(owner):
        raise ValueError(f"not an owner of blobs: {owner!r}")
    folder: Path = settings.OES_KEYS_DIR
    return folder / owner.partition("-")[2][:2] / f"{owner}.key"
