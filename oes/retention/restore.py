"""Putting a backup back onto an installation that holds nothing."""

import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from oes.domain.retention import Kind
from oes.lib import blobs
from oes.lib.files import ensure_folder, sync_folder
from oes.recordings.models import JoinedFile, Track
from oes.retention.archive import DATABASE, MEDIA, NoBackup, Reader, Stored


class WouldOverwrite(Exception):
    """There is data where the backup would go; the text says where."""


def put_back(backup: Path) -> int:
    """Restore database and media; return how many blobs. The database comes last: half a restore has none.

    Raises WouldOverwrite, or NoBackup where the backup is damaged or made by a newer version.
    """
    database = Path(settings.DATABASES["default"]["NAME"])
    _check_empty(database)
    reader = Reader(backup)
    ensure_folder(database.parent)
    part = database.with_name(f".{database.name}.part")
    part.unlink(missing_ok=True)
    try:
        reader.copy(DATABASE, part, Stored(**reader.manifest["database"]))
        _check_version(part)
        for key, stored in reader.blobs.items():
            reader.copy(MEDIA + key, blobs.path_of(key), stored)
        part.rename(database)
    except (KeyError, TypeError, ValueError) as error:
        raise NoBackup(f"the backup says something that cannot be: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    sync_folder(database.parent)
    return len(reader.blobs)


def forget_caches() -> None:
    """Take back that tracks are joined: their joined files are made again, but for those of deleted recordings."""
    JoinedFile.objects.all().delete()
    joined = Track.objects.exclude(joined_at=None).exclude(attempt__deletions__kind=Kind.MEDIA)
    joined.update(joined_at=None)


def _check_empty(database: Path) -> None:
    for path in (database, database.with_name(f"{database.name}-wal")):
        if path.exists():
            raise WouldOverwrite(f"There is a database already: {path}")
    media: Path = settings.OES_MEDIA_DIR
    if media.exists() and any(os.scandir(media)):
        raise WouldOverwrite(f"There are media already: {media}")


def _check_version(database: Path) -> None:
    """Refuse a database that this version is too old for."""
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        applied = set(rows.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError as error:
        raise NoBackup(f"its database cannot be read: {error}") from error
    finally:
        rows.close()
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations) | {old for new in loader.disk_migrations.values() for old in new.replaces}
    if unknown := sorted(applied - known):
        raise NoBackup(f"it was made by a newer version, which has {'.'.join(unknown[0])}")
