"""The page of holds, and what pages say of an attempt whose recording is deleted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import Deletion
from oes.domain.retention import Kind
from oes.ingest.services import Place, Refused, _is_awaited
from oes.journal.models import Entry
from oes.recordings.models import Segment
from oes.recordings.playback import recording_of
from oes.retention.models import Hold
from oes.retention.services import delete_content, put_hold
from oes.retention.tests.scenes import BODY, sat_long_ago


@pytest.fixture
def old(aigerim, exam, settings):
    settings.LANGUAGE_CODE = "en"
    return sat_long_ago(aigerim, exam, days=20)


@pytest.fixture
def page(old) -> str:
    return reverse("retention:holds", args=[old.uuid])


def test_only_the_administration_of_the_institution_sees_it(page, old, signed_in, aigerim, proctor, outsider, admin):
    lift = reverse("retention:lift", args=[put_hold(attempt=old, reason="x", by=admin).uuid])
    assert Client().get(page).status_code == 302
    assert Client().post(lift).status_code == 302
    for nobody in (aigerim, proctor):
        assert signed_in(nobody).get(page).status_code == 403
        assert signed_in(nobody).post(page, {"reason": "mine"}).status_code == 403
        assert signed_in(nobody).post(lift).status_code == 403
    assert signed_in(outsider).get(page).status_code in (403, 404)
    assert signed_in(outsider).post(lift).status_code in (403, 404)
    assert signed_in(admin).get(page).status_code == 200
    assert signed_in(admin).get(lift).status_code == 405
    assert Hold.objects.get().lifted_at is None


def test_a_hold_is_put_and_lifted(page, old, signed_in, admin):
    client = signed_in(admin)
    until = timezone.now().date() + timedelta(days=30)
    assert client.post(page, {"reason": "Appeal 17/2026", "until": until.isoformat()}).status_code == 302
    hold = Hold.objects.get()
    assert (hold.attempt, hold.reason, hold.until, hold.created_by) == (old, "Appeal 17/2026", until, admin)
    shown = client.get(page).content.decode()
    assert "Appeal 17/2026" in shown
    assert "Held: nothing more is deleted" in shown
    assert client.post(reverse("retention:lift", args=[hold.uuid]), follow=True).status_code == 200
    hold.refresh_from_db()
    assert hold.lifted_by == admin
    assert "Held: nothing more is deleted" not in client.get(page).content.decode()
    assert [e.actor for e in Entry.objects.filter(action__startswith="hold_")] == [admin.uuid, admin.uuid]


@pytest.mark.parametrize("sent", [{}, {"reason": " "}, {"reason": "x", "until": "2020-01-01"},
                                  {"reason": "x", "until": "soon"}, {"reason": "x" * 501}])  # fmt: skip
def test_a_bad_form_holds_nothing(page, sent, signed_in, admin):
    assert signed_in(admin).post(page, sent).status_code == 400
    assert not Hold.objects.exists()


def test_pages_say_plainly_what_is_deleted(old, page, signed_in, admin, settings, links):
    client = signed_in(admin)
    segment = Segment.objects.exclude(blob_key="").get()
    token = links(client, admin).token(recording_of(old.uuid))
    link = reverse("recordings:segment", args=[segment.uuid]) + f"?token={token}"
    assert b"".join(client.get(link).streaming_content) == BODY
    for kind in (Kind.MEDIA, Kind.PICTURES):
        delete_content(attempt=old, kind=kind, days=15)
    Deletion.objects.update(done_at="2026-03-01T12:00:00Z")
    assert client.get(link).status_code == 404
    detailed = client.get(reverse("review:detailed", args=[old.uuid])).content.decode()
    assert "It was deleted on 01.03.2026 by the rules, which keep it for 15 days." in detailed
    assert "Pictures deleted on 01.03.2026" in detailed
    assert "No part of camera or screen arrived" not in detailed
    assert reverse("review:picture", args=["evidence", "x"])[:-2] not in detailed
    assert "Phone" in detailed
    assert "kept until" in client.get(page).content.decode()
    assert "deleted on 01.03.2026" in client.get(page).content.decode()
    for name, of in (("review:card", old.enrolment.student.uuid), ("reports:photo", old.uuid)):
        assert "Recording deleted on 01.03.2026" in client.get(reverse(name, args=[of])).content.decode()
    assert client.get(reverse("reports:photo_pdf", args=[old.uuid])).content.startswith(b"%PDF")


def test_a_late_segment_finds_nothing_to_join(old):
    delete_content(attempt=old, kind=Kind.MEDIA)
    with pytest.raises(Refused, match="closed"):
        _is_awaited(old, Place("camera", 1, 99), "0" * 64)


def test_the_days_of_a_running_attempt_have_not_begun(attempt, signed_in, admin, settings):
    settings.LANGUAGE_CODE = "en"
    shown = signed_in(admin).get(reverse("retention:holds", args=[attempt.uuid])).content.decode()
    assert "the days count from the end" in shown
