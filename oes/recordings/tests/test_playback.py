"""Recorded bytes: only for those entitled, only by a fresh link, and by range."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from oes.accounts import links as evidence
from oes.journal import services as journal
from oes.lib import blobs
from oes.recordings import playback
from oes.recordings.models import Run, Segment, Track

BODY = bytes(range(256)) * 8


@pytest.fixture
def segment(attempt) -> Segment:
    run = Run.objects.create(attempt=attempt, number=1, last_seen_at=timezone.now())
    track = Track.objects.create(attempt=attempt, kind="camera")
    key = f"attempts/{attempt.uuid}/camera/1-1.webm"
    blobs.put(key, BODY)
    return Segment.objects.create(
        track=track, run=run, sequence=1, started_seconds=8, ended_seconds=16, sha256="a" * 64, size=len(BODY),
        container="webm", blob_key=key, link="", received_at=timezone.now(), codecs="vp8",
    )  # fmt: skip


@pytest.fixture
def browser(signed_in, admin) -> Client:
    """The administrator's, to whom the link was given."""
    return signed_in(admin)


@pytest.fixture
def link(segment, attempt, admin, browser, links) -> str:
    (track,) = playback.playback_of(attempt=attempt, links=links(browser, admin))
    (source,) = track.segments
    assert (source.start_seconds, source.mime) == (8, 'video/webm; codecs="vp8"')
    return source.url


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_whole_file(browser, link):
    response = browser.get(link)
    assert (response.status_code, body(response)) == (200, BODY)
    assert response["Accept-Ranges"] == "bytes"
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("wanted", "told", "part"),
    [
        ("bytes=0-99", "bytes 0-99/2048", BODY[:100]),
        ("bytes=2000-", "bytes 2000-2047/2048", BODY[2000:]),
        ("bytes=2000-9999", "bytes 2000-2047/2048", BODY[2000:]),
        ("bytes=-48", "bytes 2000-2047/2048", BODY[2000:]),
        ("bytes=-99999", "bytes 0-2047/2048", BODY),
    ],
)
def test_a_range(browser, link, wanted, told, part):
    response = browser.get(link, headers={"Range": wanted})
    assert (response.status_code, response["Content-Range"], body(response)) == (206, told, part)


@pytest.mark.parametrize("wanted", ["bytes=2048-", "bytes=5-2", "bytes=9999-10000"])
def test_a_range_beyond_the_end_is_416(browser, link, wanted):
    response = browser.get(link, headers={"Range": wanted})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */2048")


@pytest.mark.parametrize("wanted", ["bytes=-", "lines=1-2", "bytes=0-1,4-5", "bytes=x-y"])
def test_what_is_no_range_gets_the_whole(browser, link, wanted):
    assert body(browser.get(link, headers={"Range": wanted})) == BODY


def test_if_range_with_another_tag_gets_the_whole(browser, link):
    response = browser.get(link, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (response.status_code, body(response)) == (200, BODY)


def test_without_a_link_it_is_403(browser, link):
    bare = link.partition("?")[0]
    for address in (bare, bare + "?token=forged", link[:-1], bare + "?token="):
        assert browser.get(address).status_code == 403


def test_an_old_link_is_403(browser, link, monkeypatch):
    later = evidence.time.time() + 2 * 3600
    monkeypatch.setattr(evidence, "time", SimpleNamespace(time=lambda: later))
    assert browser.get(link).status_code == 403


def test_another_administrator_needs_an_own_link(signed_in, organisation, link):
    from conftest import make_user

    assert signed_in(make_user(organisation, "admin2", "administration")).get(link).status_code == 403


def test_a_student_a_proctor_and_a_stranger_get_nothing(signed_in, aigerim, proctor, client, link):
    assert signed_in(aigerim).get(link).status_code == 403
    assert signed_in(proctor).get(link).status_code == 403
    assert client.get(link).status_code == 302


def test_another_sign_in_of_the_same_person_needs_an_own_link(signed_in, admin, browser, link):
    assert signed_in(admin).get(link).status_code == 403
    assert body(browser.get(link)) == BODY


def test_signing_out_ends_the_links(browser, admin, link):
    browser.post("/sign-out/")
    browser.force_login(admin, "oes.accounts.backends.OrganisationBackend")
    assert browser.get(link).status_code == 403


def test_a_link_that_the_journal_does_not_know_is_403(browser, admin, attempt, link):
    """Not even who has the key makes a link to what nobody noted, or for somebody else's viewing."""
    for noted in ("", "0" * 64, journal.append(subject=attempt.uuid, action="recording_viewed", actor=attempt.uuid)):
        request = HttpRequest()
        request.user, request.session = admin, browser.session
        token = evidence.links_of(request, noted=noted).token(playback.recording_of(attempt.uuid))
        assert browser.get(f"{link.partition('?')[0]}?token={token}").status_code == 403


def test_what_was_sent_in_is_never_a_page(browser, link):
    response = browser.get(link)
    assert response["Content-Type"] == "video/webm"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert body(response) == BODY


def test_the_link_stays_the_same_for_a_polling_page(attempt, admin, browser):
    request = HttpRequest()
    request.user, request.session = admin, browser.session
    made = [evidence.links_of(request, noted="a").token("x") for _ in range(2)]
    assert made[0] == made[1]


def test_bytes_that_are_gone_are_404(browser, segment, link):
    blobs.delete(segment.blob_key)
    assert browser.get(link).status_code == 404


def test_a_page_that_polls_is_told_only_what_was_analysed_since(attempt, admin, segment):
    links = evidence.Links(admin.uuid, "", "")
    Segment.objects.update(analysed_at=timezone.now() - timedelta(minutes=1))
    (before,) = playback.playback_of(attempt=attempt, links=links, after=timezone.now() - timedelta(minutes=2))
    (since,) = playback.playback_of(attempt=attempt, links=links, after=timezone.now())
    assert (len(before.segments), len(since.segments)) == (1, 0)
