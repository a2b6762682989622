"""The evidence of a case is checked at every opening: chain, signatures, contents."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from oes.appeals.case_chain import CHECKED_FOR, chain_state, check_next
from oes.appeals.models import CaseCheck
from oes.attempts.models import Attempt
from oes.attempts.services import end_attempt
from oes.evidence.models import SignedHead
from oes.evidence.services import sign_next
from oes.ingest.tests.test_segment import WEBM, Sender
from oes.journal import services as journal
from oes.journal.models import Chain, Entry
from oes.lib import blobs
from oes.recordings.models import Segment
from oes.review.models import Verdict
from oes.review.services import record_verdict


@pytest.fixture
def ended(attempt, admin) -> Attempt:
    """An ended, signed attempt with two segments and a verdict."""
    sender = Sender(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=attempt.started_at - timedelta(seconds=30))
    sender.put()
    sender.put(WEBM + b"more", sequence=2, start=8.0, end=16.0)
    ended = end_attempt(attempt=attempt, source="student")
    record_verdict(attempt=ended, honest=True, reason="seen", by=admin)
    assert sign_next()
    return ended


def state(attempt: Attempt):
    with override("en"):
        return chain_state(Attempt.objects.get(pk=attempt.pk), timezone.now())


def test_what_nobody_touched_is_clean(ended):
    told = state(ended)
    assert (told.outcome, told.findings, told.segments, told.newer) == ("clean", (), 2, 0)
    assert told.documents >= 1
    assert told.fingerprint == SignedHead.objects.get().key.fingerprint


def test_what_came_after_the_signature_is_counted_and_no_finding(ended):
    journal.append(subject=ended.uuid, action="appeal_case_viewed")
    assert (state(ended).outcome, state(ended).newer) == ("clean", 1)


def test_before_the_first_signature_it_says_so(ended):
    SignedHead.objects.all().delete()
    assert state(ended).outcome == "unsigned"


def test_a_changed_entry_is_named(ended):
    entry = Entry.objects.filter(chain__subject=ended.uuid, action="segment_stored").first()
    entry.content["start"] = 4.0
    entry.save()
    told = state(ended)
    assert told.outcome == "tampered"
    assert any(f"line {entry.sequence}" in sentence for sentence in told.findings)


def test_a_changed_last_entry_is_seen_though_nothing_follows_it(ended):
    journal.append(subject=ended.uuid, action="appeal_case_viewed")
    Entry.objects.filter(chain__subject=ended.uuid).order_by("sequence").last().delete()
    assert state(ended).outcome == "tampered"
    Chain.objects.filter(subject=ended.uuid).update(head="0" * 64)
    assert state(ended).outcome == "tampered"


def test_a_changed_document_is_named_once_it_is_looked_at_again(ended):
    assert state(ended).outcome == "clean"
    Verdict.objects.update(honest=False)
    CaseCheck.objects.update(at=timezone.now() - CHECKED_FOR)
    told = state(ended)
    assert told.outcome == "tampered"
    assert "verdict_recorded" in told.findings[0]


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_recording_that_was_changed_or_is_gone_is_named_with_its_seconds(ended, how):
    key = Segment.objects.order_by("sequence").last().blob_key
    blobs.delete(key)
    if how == "changed":
        blobs.put(key, WEBM + b"forged")
    told = state(ended)
    assert told.outcome == "tampered"
    assert "0:00:08 to 0:00:16" in told.findings[0]


def test_the_contents_are_read_once_and_not_at_every_opening(ended, monkeypatch, django_assert_num_queries):
    state(ended)
    monkeypatch.setattr("oes.appeals.case_chain.media_of", None)
    row = Attempt.objects.select_related("trust").get(pk=ended.pk)
    with django_assert_num_queries(5):
        told = chain_state(row, timezone.now())
    assert told.segments == 2


def test_a_new_segment_makes_the_check_old(ended):
    before = state(ended)
    journal.append(subject=ended.uuid, action="some_document", part="1", sha256="a" * 64)
    assert before.outcome == "clean"
    assert state(ended).outcome == "tampered"  # nobody can make that document


def test_the_worker_has_nothing_to_check_without_appeals(ended):
    assert not check_next()
