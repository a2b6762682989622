"""The consent text as it was accepted, and what follows from withdrawing it."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oes.attempts.models import Attempt, Consent, ConsentText
from oes.attempts.services import open_attempt
from oes.domain.attempt_state import AttemptState
from oes.ingest.services import Place, Refused, accept_segment
from oes.journal.models import Entry
from oes.lib.canonical import canonical
from oes.owndata.models import ErasureRequest
from oes.recordings.models import AnnouncedSegment, Run
from oes.violations.services import rebuild

WEBM = b"\x1a\x45\xdf\xa3\x42\x82\x84webm" + b"\0" * 60


def address(name: str, attempt) -> str:
    return reverse(f"owndata:{name}", args=[attempt.uuid])


def withdraw(client, attempt):
    return client.post(address("withdraw", attempt), {"sure": "yes"})


@pytest.fixture
def agreed(enrolment, signed_in, aigerim) -> Attempt:
    """Open an attempt as the page does, in Kazakh."""
    client = signed_in(aigerim)
    client.post(reverse("set_language"), {"language": "kk"})
    client.post(reverse("recorder:consent", args=[enrolment.exam.uuid]), {"answer": "accept"})
    return Attempt.objects.get()


def test_who_may_open_the_pages(attempt, signed_in, aigerim, daniyar, admin, proctor, outsider):
    for name in ("consent", "withdraw"):
        assert Client().get(address(name, attempt)).status_code == 302
        for who, status in ((admin, 403), (proctor, 403), (outsider, 403), (daniyar, 404), (aigerim, 200)):
            assert signed_in(who).get(address(name, attempt)).status_code == status
    for who, status in ((admin, 403), (daniyar, 404)):
        assert withdraw(signed_in(who), attempt).status_code == status
    assert Consent.objects.get(attempt=attempt).withdrawn_at is None


def test_the_words_are_kept_and_shown_as_they_were_read(agreed, signed_in, aigerim):
    text = agreed.consent.text
    assert text.language == "kk"
    assert {kind for kind, _ in text.blocks} == {"heading", "item", "paragraph"}
    document = canonical({"version": text.version, "language": "kk", "blocks": text.blocks})
    assert hashlib.sha256(document).hexdigest() == text.sha256
    assert Entry.objects.get(action="consent_given").content["text_sha256"] == text.sha256
    with translation.override("ru"):
        shown = signed_in(aigerim).get(address("consent", agreed), headers={"Accept-Language": "ru"}).content.decode()
    for _, words in text.blocks[:3]:
        assert words.replace("'", "&#x27;") in shown


def test_the_same_words_are_kept_once(agreed, enrolment, signed_in, aigerim):
    from oes.attempts.consents import kept_text

    row = agreed.consent.text
    assert kept_text(version=row.version, language=row.language, blocks=row.blocks) == row
    assert kept_text(version=row.version, language="ru", blocks=row.blocks) != row
    assert ConsentText.objects.count() == 2


def test_withdrawing_asks_first(attempt, signed_in, aigerim):
    client = signed_in(aigerim)
    assert client.get(address("withdraw", attempt)).status_code == 200
    assert client.post(address("withdraw", attempt)).status_code == 422
    attempt.refresh_from_db()
    assert attempt.is_running


def test_during_the_exam_it_ends_the_recording_and_states_no_percent(attempt, signed_in, aigerim):
    Attempt.objects.filter(pk=attempt.pk).update(started_at=attempt.started_at - timedelta(hours=1))
    withdraw(signed_in(aigerim), attempt)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.end_source, attempt.compares_faces) == (AttemptState.WITHDRAWN, "withdrawn", False)
    assert [m.kind for m in attempt.marks.all()] == ["consent_withdrawn"]
    actions = [entry.action for entry in Entry.objects.filter(chain__subject=attempt.uuid)]
    assert actions[-2:] == ["consent_withdrawn", "attempt_withdrawn"]
    trust = rebuild(attempt)
    assert (trust.state, trust.percent) == ("withdrawn", None)
    assert not ErasureRequest.objects.exists()


def test_nothing_more_is_taken_afterwards(attempt, signed_in, aigerim):
    Run.objects.create(attempt=attempt, number=1, last_seen_at=attempt.started_at)
    sha256 = hashlib.sha256(WEBM).hexdigest()
    AnnouncedSegment.objects.create(attempt=attempt, track="camera", run_number=1, sequence=0, sha256=sha256)
    withdraw(signed_in(aigerim), attempt)
    attempt.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        accept_segment(
            attempt=attempt, place=Place("camera", 1, 0), body=WEBM, sha256=sha256, started_seconds=0, ended_seconds=1
        )


def test_before_the_start_it_ends_the_attempt(enrolment, signed_in, aigerim):
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="test")
    withdraw(signed_in(aigerim), opened)
    opened.refresh_from_db()
    assert (opened.state, opened.started_at, opened.ended_at) == (AttemptState.WITHDRAWN, None, None)


def test_after_the_exam_it_is_a_request_for_erasure(sat, signed_in, aigerim):
    client = signed_in(aigerim)
    for _ in range(2):
        assert withdraw(client, sat).status_code == 302
    sat.refresh_from_db()
    assert (sat.state, sat.trust.state) == (AttemptState.SUBMITTED, "stated")
    assert [(r.source, r.state) for r in sat.erasure_requests.all()] == [("withdrawn", "requested")]
    assert Entry.objects.filter(action="consent_withdrawn").count() == 1


def test_reports_say_it(attempt, signed_in, aigerim, admin, settings):
    settings.LANGUAGE_CODE = "en"
    Attempt.objects.filter(pk=attempt.pk).update(started_at=attempt.started_at - timedelta(hours=1))
    withdraw(signed_in(aigerim), attempt)
    rebuild(attempt)
    client = signed_in(admin)
    assert (
        "withdrew the consent during the exam"
        in client.get(reverse("review:detailed", args=[attempt.uuid])).content.decode()
    )
    assert "the institution decides" in client.get(reverse("reports:photo", args=[attempt.uuid])).content.decode()
    assert "withdrew the consent" in client.get(reverse("review:card", args=[aigerim.uuid])).content.decode()
