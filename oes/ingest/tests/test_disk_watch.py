"""A disk that runs out of space is told once, to the administrators, by mail and on their pages."""

import pytest
from django.core import mail

from oes.ingest.disk_watch import watch_disk
from oes.journal.models import Entry
from oes.lib.disk import DiskLow, Level, Room, check_disk


def free(monkeypatch, megabytes: int) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": megabytes * 1024 * 1024}))


@pytest.mark.parametrize(("free_mb", "level"), [(999, Level.LOW), (1000, Level.SHORT), (3000, Level.ENOUGH)])
def test_the_level_goes_by_the_reserve(free_mb, level):
    assert Room(free=free_mb, reserve=1000).level is level


def test_a_full_disk_is_told_once_and_its_end_too(admin, proctor, outsider, settings, monkeypatch):
    settings.OES_DISK_RESERVE_MB = 1000
    said = []
    for megabytes in (9000, 2000, 1900, 500, 400, 9000):
        free(monkeypatch, megabytes)
        assert watch_disk() is False
        said.append(len(mail.outbox))
    own = Entry.objects.filter(chain__subject=admin.organisation.uuid, action="disk_room").order_by("sequence")
    assert [entry.content["level"] for entry in own] == ["short", "low", "enough"]
    assert said == [0, 2, 2, 4, 4, 6], "one mail for each organisation and change"
    assert {address for message in mail.outbox for address in message.bcc} == {admin.email, outsider.email}


def test_no_recording_is_taken_below_the_reserve(settings, monkeypatch):
    settings.OES_DISK_RESERVE_MB = 1000
    free(monkeypatch, 1000)
    check_disk()
    free(monkeypatch, 999)
    with pytest.raises(DiskLow):
        check_disk()


def test_a_mail_server_that_is_down_does_not_stop_the_worker(admin, settings, monkeypatch):
    def fail(*_args: object) -> None:
        raise OSError("refused")

    settings.OES_DISK_RESERVE_MB = 1000
    free(monkeypatch, 1)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert watch_disk() is False
    assert Entry.objects.filter(action="disk_room").count() == 1


@pytest.mark.parametrize(("free_mb", "words"), [(500, "is full"), (2000, "is nearly full"), (9000, "")])
def test_administrators_see_it_on_their_pages_and_others_do_not(
    admin, proctor, signed_in, settings, monkeypatch, free_mb, words
):
    settings.OES_DISK_RESERVE_MB = 1000
    free(monkeypatch, free_mb)
    settings.LANGUAGE_CODE = "en"
    for who, seen in ((admin, bool(words)), (proctor, False)):
        page = signed_in(who).get("/", headers={"accept-language": "en"}, follow=True).content.decode()
        assert ("The disk of recordings" in page) is seen
        assert not seen or words in page
