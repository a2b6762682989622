"""Copies of the key folder: kept apart from the backups, and for seven days at most.

A recording is deleted for good by deleting its key; an older copy of the keys would undo that.
"""

import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from oes.lib.files import ensure_folder, sync_folder
from oes.retention.archive import MANIFEST, copy_durably

MOST_DAYS = 7
_NAME = re.compile(r"oes-keys-(\d{8}T\d{6}Z)")
_FORM = "%Y%m%dT%H%M%SZ"


class BadPlace(Exception):
    """Copies must not lie where the backup of the media takes them along."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was done: the new copy with how many keys, and the copies that were deleted for their age."""

    folder: Path
    keys: int
    pruned: list[str]


def copy_keys(out: Path, *, now: datetime) -> Copied:
    """Copy all keys to a new folder in `out`, then delete the copies there that are too old.

    Raises BadPlace, and FileNotFoundError where there are no keys.
    """
    source: Path = settings.OES_KEYS_DIR
    if not source.is_dir():
        raise FileNotFoundError(f"there is no folder of keys: {source}")
    for folder in (source, settings.OES_MEDIA_DIR):
        if out == folder or folder in out.parents:
            raise BadPlace(f"{out} lies in {folder}")
    backup = next((folder for folder in (out, *out.parents) if (folder / MANIFEST).is_file()), None)
    if backup:
        raise BadPlace(f"{out} lies in the backup {backup}")
    ensure_folder(out)
    target = out / f"oes-keys-{now.astimezone(UTC).strftime(_FORM)}"
    part = out / f".{target.name}.{secrets.token_hex(4)}.part"
    part.mkdir(mode=0o700)
    try:
        count = _copy(source, part)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)  # gone under this name where it became a copy
    sync_folder(out)
    return Copied(target, count, prune(out, now=now))


def prune(out: Path, *, now: datetime) -> list[str]:
    """Delete the copies in a folder that are older than seven days, and what broken copies left; return their names."""
    old = [path for path in sorted(out.iterdir()) if path.is_dir() and _is_too_old(path, now)]
    for path in old:
        shutil.rmtree(path)
    if old:
        sync_folder(out)
    return [path.name for path in old]


def _is_too_old(path: Path, now: datetime) -> bool:
    if path.name.startswith(".oes-keys-") and path.suffix == ".part":
        return now.timestamp() - path.stat().st_mtime > timedelta(days=1).total_seconds()
    told = _NAME.fullmatch(path.name)
    return told is not None and now - datetime.strptime(told[1], _FORM).replace(tzinfo=UTC) > timedelta(days=MOST_DAYS)


def _copy(source: Path, target: Path) -> int:
    """Copy the finished files of a folder; return how many. A key that is deleted meanwhile stays out."""
    count = 0
    for path in source.rglob("*"):
        if not path.is_file() or path.name.startswith("."):
            continue
        try:
            with path.open("rb") as file:
                copy_durably(file, target / path.relative_to(source))
        except FileNotFoundError:
            continue
        count += 1
    return count
