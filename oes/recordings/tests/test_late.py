"""What came after the end without having been announced waits for a person, who is named in the journal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts import services as attempts
from oes.attempts.models import Attempt
from oes.journal.models import Entry
from oes.journal.services import first_broken
from oes.recordings import late
from oes.recordings.models import Run, Segment, UnannouncedSegment

State = UnannouncedSegment.State


@pytest.fixture
def ended(attempt) -> Attempt:
    now = timezone.now()
    Attempt.objects.update(started_at=now - timedelta(hours=2))
    return attempts.end_attempt(
        attempt=Attempt.objects.get(), source="silent", at=now - timedelta(hours=2) + timedelta(seconds=60)
    )


def kept(attempt: Attempt, sequence: int = 1, start: float = 60.0) -> UnannouncedSegment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    return late.keep_unannounced(
        attempt=attempt, track="camera", run=run, sequence=sequence, started_seconds=start, ended_seconds=start + 8,
        sha256=f"{sequence:064}", size=1, container="webm", blob_key="x", link=f"{sequence:064}",
        received_at=timezone.now(),
    )  # fmt: skip


def test_what_is_accepted_becomes_a_segment_that_waits_for_analysis(ended, admin):
    row = kept(ended)
    assert late.decide(attempt=ended, segments=[row.uuid], accept=True, by=admin) == 1
    segment = Segment.objects.get()
    assert (segment.sha256, segment.link, segment.analysed_at) == (row.sha256, row.link, None)
    entry = Entry.objects.get(action="unannounced_accepted")
    assert (entry.actor, entry.content["segments"]) == (admin.uuid, [row.sha256])
    assert first_broken(ended.uuid) is None


def test_what_is_refused_stays_stored_and_closes_nothing(ended, admin):
    row = kept(ended)
    late.decide(attempt=ended, segments=[row.uuid], accept=False, by=admin)
    assert UnannouncedSegment.objects.get().state == State.REFUSED
    assert not Segment.objects.exists()
    assert Entry.objects.filter(action="unannounced_refused").exists()


def test_a_decision_is_made_once(ended, admin):
    row = kept(ended)
    late.decide(attempt=ended, segments=[row.uuid], accept=False, by=admin)
    assert late.decide(attempt=ended, segments=[row.uuid], accept=True, by=admin) == 0
    assert not Segment.objects.exists()


def test_another_attempts_segments_are_passed_over(ended, admin, daniyar, exam):
    row = kept(ended)
    other = Attempt.objects.create(
        enrolment=exam.enrolments.create(student=daniyar), attempt_number=1, policy=ended.policy
    )
    assert late.decide(attempt=other, segments=[row.uuid], accept=True, by=admin) == 0


def test_the_end_of_an_attempt_closed_for_silence_moves_only_when_a_person_accepts(ended, admin):
    row = kept(ended, start=120.0)
    before = Attempt.objects.get().ended_at
    assert before == ended.ended_at
    late.decide(attempt=ended, segments=[row.uuid], accept=True, by=admin)
    assert Attempt.objects.get().ended_at == ended.started_at + timedelta(seconds=128)
