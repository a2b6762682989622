import hashlib
import uuid
from datetime import UTC, datetime

import pytest

from oes.journal import services
from oes.journal.models import Chain, Entry


@pytest.fixture
def subject(db) -> uuid.UUID:
    subject = uuid.uuid4()
    for number in range(5):
        services.append(subject=subject, action="tested", number=number, share=0.1 + 0.2)
    return subject


def test_a_chain_that_nobody_touched_holds(subject):
    assert services.first_broken(subject) is None
    assert [e.sequence for e in Entry.objects.all()] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("change", [{"content": {"number": 9}}, {"action": "other"}, {"previous": "0" * 64}])
def test_a_changed_link_is_found(subject, change):
    Entry.objects.filter(sequence=3).update(**change)
    assert services.first_broken(subject) == 3


def test_a_missing_link_is_found(subject):
    Entry.objects.filter(sequence=2).delete()
    assert services.first_broken(subject) == 2


def test_a_link_that_is_missing_at_the_end_is_found(subject):
    Entry.objects.filter(sequence=5).delete()
    assert services.first_broken(subject) == 5
    Entry.objects.all().delete()
    assert services.first_broken(subject) == 1


def test_links_that_were_made_long_ago_still_hold():
    """Worked out once with the text as it was first written: a change of it would break every chain there is."""
    entry = Entry(
        chain=Chain(subject=uuid.UUID(int=7)),
        sequence=3,
        at=datetime(2026, 11, 22, 5, 6, 7, 890, tzinfo=UTC),
        action="segment_stored",
        content={"track": "camera", "start": 0.1, "name": "Ә"},
        previous="ab" * 32,
    )
    assert services.link_hash(entry) == "2082c26ae43e9cb27ba3adace7995b9335ed0ac8faf179879e7fcf80390477cf"


def test_a_link_is_the_hash_of_its_text(subject):
    entry = Entry.objects.select_related("chain").get(sequence=2)
    assert hashlib.sha256(services.link_text(entry)).hexdigest() == entry.link
