"""Who watched a recording, when, and how long: counted by the page, kept in the journal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import make_user
from oes.journal.models import Entry
from oes.journal.services import append, first_broken
from oes.review import services
from oes.review.models import Viewing
from oes.review.viewing_queries import viewings_of
from tests.scenes import Seen, sit


@pytest.fixture
def ended(aigerim, exam):
    return sit(aigerim, exam, seen=[Seen("looked_away", 70, 84)])


@pytest.fixture
def client(signed_in, admin):
    return signed_in(admin)


@pytest.fixture
def viewing(client, ended) -> Viewing:
    """A page that was opened ten minutes ago."""
    assert client.get(f"/attempts/{ended.uuid}/detailed/").status_code == 200
    Viewing.objects.update(opened_at=timezone.now() - timedelta(minutes=10), told_at=timezone.now())
    return Viewing.objects.get()


def told(attempt) -> list[int]:
    entries = Entry.objects.filter(chain__subject=attempt.uuid, action="recording_watched").order_by("sequence")
    return [entry.content["seconds"] for entry in entries]


def hear(client, viewing, seconds=15.0, over=""):
    Viewing.objects.filter(heard_at__isnull=False).update(heard_at=timezone.now() - timedelta(seconds=seconds))
    return client.post(f"/viewings/{viewing.uuid}/watched/", {"seconds": seconds, "over": over}).status_code


def test_the_journal_hears_every_few_minutes_and_at_the_end(client, viewing, ended):
    assert [hear(client, viewing) for _ in range(4)] == [204] * 4
    assert told(ended) == []
    Viewing.objects.update(told_at=timezone.now() - timedelta(minutes=5))
    hear(client, viewing)
    assert told(ended) == [75]
    hear(client, viewing, 3.0, "yes")
    assert told(ended) == [75, 78]
    assert first_broken(ended.uuid) is None


def test_a_page_that_was_closed_without_a_word_is_told_by_the_worker(client, viewing, ended):
    hear(client, viewing)
    assert services.tell_next() is False
    Viewing.objects.update(heard_at=timezone.now() - timedelta(minutes=3))
    assert [services.tell_next(), services.tell_next()] == [True, False]
    assert told(ended) == [15]


def test_nobody_watches_longer_than_time_goes(client, viewing):
    Viewing.objects.update(opened_at=timezone.now() - timedelta(seconds=20))
    client.post(f"/viewings/{viewing.uuid}/watched/", {"seconds": 80000})
    client.post(f"/viewings/{viewing.uuid}/watched/", {"seconds": 80000})
    assert Viewing.objects.get().watched_seconds < 30


@pytest.mark.parametrize("seconds", ["", "x", "-1", "nan", "1e99"])
def test_nonsense_is_refused(client, viewing, seconds):
    assert client.post(f"/viewings/{viewing.uuid}/watched/", {"seconds": seconds}).status_code == 400


def test_only_the_page_that_was_opened_speaks_for_itself(viewing, signed_in, admin, organisation, proctor):
    address = f"/viewings/{viewing.uuid}/watched/"
    others = [signed_in(admin), signed_in(make_user(organisation, "admin2", "administration"))]
    assert [client.post(address, {"seconds": 5}).status_code for client in others] == [404, 404]
    assert signed_in(proctor).post(address, {"seconds": 5}).status_code == 403


def test_the_page_lists_who_when_and_how_long(client, viewing, ended, signed_in, organisation, settings):
    settings.LANGUAGE_CODE = "en"
    hear(client, viewing, 125.0, "yes")
    second = signed_in(make_user(organisation, "dean", "administration"))
    second.get(f"/attempts/{ended.uuid}/photo-report/")
    second.get(f"/attempts/{ended.uuid}/comparison/")
    append(subject=ended.uuid, action="evidence_packed")  # by `oes pack`, which nobody is signed in for
    rows = viewings_of(ended.uuid)
    assert [(row.who, str(row.what), row.seconds) for row in rows] == [
        ("", "Evidence pack", None),
        ("dean", "Photos to compare", None),
        ("dean", "Photo report", None),
        ("admin", "Detailed report", 125),
    ]
    page = client.get(f"/attempts/{ended.uuid}/viewings/").content.decode()
    assert "00:02:05" in page
    assert page.index("dean") < page.index("00:02:05")
