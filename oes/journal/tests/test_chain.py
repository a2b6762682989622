import uuid

import pytest

from oes.journal import services
from oes.journal.models import Entry


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
