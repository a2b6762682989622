"""Blobs are sealed with the key of their owner; without it nothing opens."""

import threading
import uuid

import pytest
from django.conf import settings

from oes.lib import blobs, keys

BODY = bytes(range(256)) * 40


@pytest.fixture
def key() -> str:
    return f"attempts/{uuid.uuid4()}/camera/1-0.webm"


def test_a_blob_reads_as_it_was_put_and_is_hidden_on_disk(key):
    blobs.put(key, BODY)
    assert blobs.read(key) == BODY
    assert blobs.size_of(key) == len(BODY)
    assert BODY[:64] not in blobs.path_of(key).read_bytes()


def test_a_file_is_put_like_bytes(key, tmp_path):
    (tmp_path / "one").write_bytes(BODY)
    blobs.put_file(key, tmp_path / "one")
    assert blobs.read(key) == BODY


def test_all_blobs_of_an_owner_have_one_key_which_only_we_may_read(key):
    blobs.put(key, BODY)
    blobs.put(key.replace("camera", "screen"), BODY)
    files = [path for path in settings.OES_KEYS_DIR.rglob("*.key")]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600]


def test_without_its_key_nothing_opens(key):
    blobs.put(key, BODY)
    assert keys.shred(blobs.owner_of(key))
    with pytest.raises(keys.NoKey):
        blobs.read(key)
    assert not keys.shred(blobs.owner_of(key))


def test_a_lost_key_is_not_replaced_while_something_is_sealed_with_it(key):
    blobs.put(key, BODY)
    keys.shred(blobs.owner_of(key))
    with pytest.raises(keys.NoKey):
        blobs.put(key.replace("1-0", "1-1"), BODY)


def test_what_was_kept_before_there_were_keys_reads_on(key):
    path = blobs.path_of(key)
    path.parent.mkdir(parents=True)
    path.write_bytes(BODY)
    assert blobs.read(key) == BODY
    blobs.put(key.replace("1-0", "1-1"), BODY)
    assert blobs.read(key.replace("1-0", "1-1")) == BODY


def test_many_at_once_make_one_key(key):
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(keys.made_key(blobs.owner_of(key)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1


@pytest.mark.parametrize("owner", ["../x", "attempts", "attempts-../../x", "attempts-", "attempts-x.y"])
def test_only_owners_have_keys(owner):
    with pytest.raises(ValueError, match="owner"):
        keys.key_of(owner)


def test_a_blob_moved_to_another_place_does_not_open(key):
    blobs.put(key, BODY)
    other = blobs.path_of(key.replace("1-0", "1-1"))
    blobs.path_of(key).rename(other)
    with pytest.raises(Exception, match="does not open"):
        blobs.read(key.replace("1-0", "1-1"))
