"""A snapshot of database and media while the system runs: the database first, then the blobs that it names.

Blobs never change once written, so one that the snapshot names is the one that belongs to it, whenever it is copied.
One that was deleted in between (by the rules, or by a rebuild) is listed as such. Caches that can be made again
(joined files, the playable form of pictures) and the data keys stay out.
"""

import hashlib
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.utils import timezone

from oes.lib import blobs
from oes.retention.archive import DATABASE, LIST, MEDIA, Stored, Writer
from oes.retention.stored import blob_models, is_named


class CannotBackUp(Exception):
    """This installation cannot be backed up so; the text says why."""


@dataclass(slots=True)
class Made:
    """What a backup holds. `gone` were deleted while it was made; `missing` should be there and are not."""

    blobs: int = 0
    size: int = 0
    gone: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def back_up(out: Path) -> Made:
    """Write a backup to a folder that does not exist, or to a file whose name ends in `.tar`.

    FileExistsError where `out` is there already. Raises CannotBackUp.
    """
    if connection.vendor != "sqlite":
        raise CannotBackUp("Only installations on SQLite are backed up by this command.")
    with Writer(out) as writer, tempfile.TemporaryDirectory(prefix=".snapshot-", dir=out.parent) as folder:
        snapshot = Path(folder) / DATABASE
        snapshot_database(snapshot)
        return _write(writer, snapshot)


def snapshot_database(target: Path) -> None:
    """Copy the database as it stands at one moment; writers go on meanwhile."""
    if connection.in_atomic_block:
        raise CannotBackUp("A transaction is open: SQLite copies no database that the same connection writes to.")
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the original has beside it
        told = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        copy.close()
    if told != "ok":
        raise CannotBackUp(f"The database is damaged: {told}")


def named_blobs(database: Path) -> set[str]:
    """Return the keys of all blobs that a database names."""
    tables = [model._meta.db_table for model, _ in blob_models()]
    queries = [f"SELECT blob_key FROM \"{table}\" WHERE blob_key != ''" for table in tables]
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return {key for query in queries for (key,) in rows.execute(query)}
    finally:
        rows.close()


def _write(writer: Writer, snapshot: Path) -> Made:
    made, lines = Made(), []
    database = writer.add(DATABASE, snapshot)
    for key in sorted(named_blobs(snapshot)):
        try:
            stored = writer.add(MEDIA + key, blobs.path_of(key))
        except FileNotFoundError:
            (made.missing if is_named(key) else made.gone).append(key)
            continue
        lines.append(f"{stored.sha256} {stored.size} {key}\n")
        made.blobs, made.size = made.blobs + 1, made.size + stored.size
    text = "".join(lines)
    writer.add_text(LIST, text)
    writer.finish(_manifest(database, text, made))
    return made


def _manifest(database: Stored, text: str, made: Made) -> dict[str, object]:
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": {"sha256": database.sha256, "size": database.size},
        "list_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "blobs": made.blobs,
        "size": made.size,
        "gone": made.gone,
        "missing": made.missing,
    }
