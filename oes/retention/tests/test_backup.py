"""A backup of a running installation, put back on an empty one by the real commands."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from oes.journal import services as journal
from oes.journal.models import Entry
from oes.lib import blobs
from oes.recordings.models import JoinedFile, Segment
from oes.retention import backup
from oes.retention.archive import NoBackup, Reader
from oes.retention.key_copies import BadPlace, copy_keys
from oes.retention.verify import check_all
from tests.scenes import Seen, add_checks, add_segment, approve_photo, sit

pytestmark = pytest.mark.django_db(transaction=True)
BODY = b"\x1aE\xdf\xa3 a recording that nobody else may see"


def record(attempt, body: bytes = BODY) -> Segment:
    """Store a segment's bytes with its row."""
    segment = add_segment(attempt, 30.0)
    segment.blob_key = f"attempts/{attempt.uuid}/camera/1-{segment.sequence}.webm"
    segment.sha256 = hashlib.sha256(body).hexdigest()
    segment.save()
    blobs.put(segment.blob_key, body)
    return segment


def restore(backup_path: Path, folder: Path, keys: Path, *more: str) -> subprocess.CompletedProcess:
    """Run `oes restore` as a process of its own, on a data folder that is empty at first."""
    environment = {**os.environ, "OES_DATA_DIR": str(folder), "OES_KEYS_DIR": str(keys), "OES_SECRET_KEY": "x"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    for name in ("OES_MEDIA_DIR",):
        environment.pop(name, None)
    command = [sys.executable, "-c", "from config.cli import main; main()", "restore", str(backup_path), *more]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def sat(aigerim, exam, settings):
    """An ended attempt whose bytes are all there: a segment, a photo, checks, evidence, a joined file."""
    attempt = sit(aigerim, exam, seen=[Seen("phone", 400, 420)])
    Segment.objects.all().update(blob_key="")  # those of the scene have no bytes
    segment = record(attempt)
    approve_photo(aigerim)
    add_checks(attempt)
    key = f"attempts/{attempt.uuid}/joined/camera-0.webm"
    blobs.put(key, BODY)
    JoinedFile.objects.create(track=segment.track, start_seconds=0, end_seconds=8, blob_key=key, container="webm")
    return attempt


@pytest.mark.parametrize("name", ["monday", "monday.tar"])
def test_it_restores_on_an_empty_machine(sat, settings, tmp_path, name):
    made = backup.back_up(tmp_path / name)
    assert made.blobs == 8  # a segment, the photo, the evidence, two screens, three faces; no joined file
    assert not made.missing
    done = restore(tmp_path / name, tmp_path / "new", settings.OES_KEYS_DIR)
    assert done.returncode == 0, done.stderr
    assert "all hold" in done.stdout
    assert f"{made.blobs} of them were opened" in done.stdout
    again = restore(tmp_path / name, tmp_path / "new", settings.OES_KEYS_DIR)
    assert again.returncode == 1
    assert "a database already" in again.stderr


def test_it_reads_nothing_without_the_keys(sat, settings, tmp_path):
    backup.back_up(tmp_path / "monday")
    done = restore(tmp_path / "monday", tmp_path / "new", tmp_path / "no-keys")
    assert done.returncode == 0, done.stderr
    assert "0 of them were opened" in done.stdout
    assert "8 cannot be opened" in done.stdout
    assert not (tmp_path / "no-keys").exists()


def test_it_finds_a_link_that_was_changed(sat, settings, tmp_path):
    journal.append(subject=sat.uuid, action="verdict_recorded", honest=True)
    Entry.objects.filter(action="verdict_recorded").update(content={"honest": False})
    backup.back_up(tmp_path / "monday")
    done = restore(tmp_path / "monday", tmp_path / "new", settings.OES_KEYS_DIR)
    assert done.returncode == 1
    assert f"{sat.uuid}: link 1" in done.stderr


def test_it_does_not_put_back_changed_bytes(sat, settings, tmp_path):
    backup.back_up(tmp_path / "monday")
    key = Segment.objects.exclude(blob_key="").get().blob_key
    (tmp_path / "monday/media" / key).write_bytes(b"other")
    done = restore(tmp_path / "monday", tmp_path / "new", settings.OES_KEYS_DIR)
    assert done.returncode == 1
    assert f"{key} was changed" in done.stderr
    assert not (tmp_path / "new/oes.sqlite3").exists()


def test_it_takes_no_half_of_a_backup(sat, tmp_path):
    backup.back_up(tmp_path / "monday")
    (tmp_path / "monday/manifest.json").unlink()
    with pytest.raises(NoBackup):
        Reader(tmp_path / "monday")
    with pytest.raises(FileExistsError):
        backup.back_up(tmp_path / "monday")


def test_it_tells_what_went_away_meanwhile_from_what_is_lost(sat, tmp_path, monkeypatch):
    lost, gone = Segment.objects.exclude(blob_key="").get(), sat.identitychecks.first()
    take = backup.snapshot_database

    def snapshot(target):
        take(target)
        for key in (lost.blob_key, gone.blob_key):
            blobs.delete(key)
        gone.delete()

    monkeypatch.setattr(backup, "snapshot_database", snapshot)
    made = backup.back_up(tmp_path / "monday")
    assert (made.gone, made.missing) == ([gone.blob_key], [lost.blob_key])


def test_it_finds_a_blob_that_is_not_what_its_row_says(sat):
    key = Segment.objects.exclude(blob_key="").get().blob_key
    assert check_all().is_whole
    blobs.put(key, b"\x1aE\xdf\xa3 another recording")
    assert check_all().changed == [key]


def test_it_keeps_copies_of_keys_for_seven_days(sat, settings, tmp_path):
    now = datetime(2026, 9, 1, 3, tzinfo=UTC)
    out = tmp_path / "other-medium"
    (out / "somebody's papers").mkdir(parents=True)
    first = copy_keys(out, now=now)
    assert first.keys == 3  # of recording, pictures and student
    assert sorted(p.name for p in first.folder.rglob("*.key")) == sorted(
        p.name for p in settings.OES_KEYS_DIR.rglob("*.key")
    )
    assert copy_keys(out, now=now + timedelta(days=7)).pruned == []
    assert copy_keys(out, now=now + timedelta(days=7, seconds=1)).pruned == ["oes-keys-20260901T030000Z"]
    assert not first.folder.exists()
    assert (out / "somebody's papers").is_dir()


def test_it_copies_no_keys_into_a_backup(sat, tmp_path):
    backup.back_up(tmp_path / "backup")
    with pytest.raises(BadPlace):
        copy_keys(tmp_path / "backup" / "keys", now=datetime(2026, 9, 1, tzinfo=UTC))
    assert not (tmp_path / "backup" / "keys").exists()


def test_it_copies_no_keys_to_the_media(sat, settings):
    with pytest.raises(BadPlace):
        copy_keys(settings.OES_MEDIA_DIR / "keys", now=datetime.now(UTC))
    with pytest.raises(CommandError, match="no folder of keys"):
        settings.OES_KEYS_DIR = settings.OES_MEDIA_DIR / "none"
        call_command("keys", "copy", out=settings.OES_MEDIA_DIR.parent / "copies")


def test_what_is_cut_off_or_nonsense_is_no_backup(sat, settings, tmp_path):
    backup.back_up(tmp_path / "monday.tar")
    body = (tmp_path / "monday.tar").read_bytes()
    for number, length in enumerate((100, 600, len(body) // 2)):
        (tmp_path / f"{number}.tar").write_bytes(body[:length])
        with pytest.raises(NoBackup):
            Reader(tmp_path / f"{number}.tar")
    backup.back_up(tmp_path / "tuesday")
    manifest = json.loads((tmp_path / "tuesday" / "manifest.json").read_text())
    for listed in (b"nonsense\n", b"\xff", b"a b c\n"):
        (tmp_path / "tuesday" / "blobs.txt").write_bytes(listed)
        told = {**manifest, "list_sha256": hashlib.sha256(listed).hexdigest()}
        (tmp_path / "tuesday" / "manifest.json").write_text(json.dumps(told))
        with pytest.raises(NoBackup):
            Reader(tmp_path / "tuesday")
