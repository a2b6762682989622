"""Heads are signed at the end and after every change, with the institution's own key."""

import os
import shutil

import pytest

from oes.accounts.models import Organisation
from oes.attempts.services import end_attempt
from oes.evidence import key_files, services, signatures
from oes.evidence.models import SignedHead, SigningKey
from oes.evidence.queries import holds, newest_head
from oes.journal import services as journal
from oes.journal.models import Chain, Entry
from oes.lib.keys import NoKey


def sign_all() -> int:
    count = 0
    while services.sign_next():
        count += 1
    return count


@pytest.fixture
def ended(attempt):
    return end_attempt(attempt=attempt, source="student")


def test_it_signs_nothing_while_an_attempt_runs(attempt):
    assert sign_all() == 0


def test_it_signs_the_head_at_the_end_and_after_every_change(ended):
    assert sign_all() == 1
    first = newest_head(ended.uuid)
    chain = Chain.objects.get(subject=ended.uuid)
    assert (first.length, first.head) == (chain.length, chain.head)
    assert holds(first)
    assert sign_all() == 0
    link = journal.append(subject=ended.uuid, action="recording_viewed")
    assert sign_all() == 1
    assert newest_head(ended.uuid).head == link
    assert holds(first)
    assert SignedHead.objects.filter(subject=ended.uuid).count() == 2


@pytest.mark.parametrize("change", [{"length": 1}, {"head": "0" * 64}, {"signature": "00" * 64}, {"signature": "no"}])
def test_a_changed_head_does_not_hold(ended, change):
    sign_all()
    head = newest_head(ended.uuid)
    for name, value in change.items():
        setattr(head, name, value)
    assert not holds(head)


def test_the_private_key_is_a_file_that_only_the_server_reads(organisation, settings):
    key = services.active_key(organisation=organisation)
    [path] = (settings.OES_KEYS_DIR / "signing").iterdir()
    assert path.name == f"{key.fingerprint}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert signatures.public_key_of(path.read_bytes()) == key.public_key
    assert signatures.fingerprint_of(key.public_key) == key.fingerprint
    assert services.active_key(organisation=organisation) == key


def test_a_new_key_signs_and_the_old_one_is_kept(ended, organisation):
    sign_all()
    old = newest_head(ended.uuid)
    new = services.rotate_key(organisation=organisation)
    journal.append(subject=ended.uuid, action="recording_viewed")
    sign_all()
    newest = newest_head(ended.uuid)
    assert newest.key == new != old.key
    assert holds(newest)
    assert holds(old)
    assert SigningKey.objects.get(retired_at=None) == new
    told = Entry.objects.filter(chain__subject=organisation.uuid, action__startswith="signing_key")
    assert [e.action for e in told] == ["signing_key_made", "signing_key_retired", "signing_key_made"]


def test_a_lost_key_is_no_reason_to_make_another(ended, organisation, settings):
    """A key that nobody asked for would look like a forger's; an administrator makes it."""
    services.active_key(organisation=organisation)
    shutil.rmtree(settings.OES_KEYS_DIR / "signing")
    assert sign_all() == 0
    assert SigningKey.objects.count() == 1
    services.rotate_key(organisation=organisation)
    assert sign_all() == 1


def test_a_key_under_another_ones_name_is_not_used(organisation, settings):
    key = services.active_key(organisation=organisation)
    (settings.OES_KEYS_DIR / "signing" / f"{key.fingerprint}.key").write_bytes(os.urandom(32))
    with pytest.raises(NoKey):
        key_files.read(key.fingerprint)


def test_each_institution_has_its_own_key(organisation):
    other = Organisation.objects.create(name="Elsewhere", host="elsewhere.example")
    mine, theirs = services.active_key(organisation=organisation), services.active_key(organisation=other)
    assert mine.public_key != theirs.public_key
    text = b"x"
    assert signatures.verify(mine.public_key, text, signatures.sign(key_files.read(mine.fingerprint), text))
    assert not signatures.verify(theirs.public_key, text, signatures.sign(key_files.read(mine.fingerprint), text))
