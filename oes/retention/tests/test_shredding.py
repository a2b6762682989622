"""What was backed up before it was deleted does not open any more."""

import shutil
from datetime import timedelta

import pytest
from django.utils import timezone

from oes.lib import blobs, keys
from oes.retention import backup, expiry
from oes.retention.key_copies import copy_keys
from oes.retention.tests.scenes import BODY, sat_long_ago
from oes.retention.tests.test_backup import restore
from oes.retention.tests.test_retention import rules  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_earlier_backup_of_all_cannot_be_read(rules, aigerim, exam, settings, tmp_path):  # noqa: F811
    attempt = sat_long_ago(aigerim, exam, days=201)
    before = {path.relative_to(settings.OES_MEDIA_DIR) for path in settings.OES_MEDIA_DIR.rglob("*") if path.is_file()}
    joined = f"attempts/{attempt.uuid}/joined/camera-0.webm"
    assert blobs.read(joined) == BODY
    backup.back_up(tmp_path / "before.tar")
    shutil.copytree(settings.OES_MEDIA_DIR, tmp_path / "raw")
    copy_keys(tmp_path / "copies", now=timezone.now() - timedelta(days=7, seconds=1))

    while expiry.delete_next():
        pass
    copied = copy_keys(tmp_path / "copies", now=timezone.now())
    assert len(copied.pruned) == 1
    assert not list((tmp_path / "copies").rglob("*.key"))

    done = restore(tmp_path / "before.tar", tmp_path / "new", settings.OES_KEYS_DIR)
    assert done.returncode == 0, done.stderr
    assert "0 of them were opened" in done.stdout
    assert (tmp_path / "new/oes.sqlite3").exists()
    settings.OES_MEDIA_DIR = tmp_path / "raw"  # every byte of before, joined files and pictures too
    assert {name.parts[0] for name in before} == {"attempts", "pictures", "students"}
    assert {name.parts[2] for name in before if name.parts[0] == "attempts"} == {"camera", "joined"}
    for name in before:
        with pytest.raises(keys.NoKey):
            blobs.read(name.as_posix())
        assert BODY not in (tmp_path / "raw" / name).read_bytes()
