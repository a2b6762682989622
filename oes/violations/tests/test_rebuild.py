"""Measured frames become violations, a ledger, a percent and the row of the students page."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
from django.utils import timezone

from oes.analysis.models import ObservationSet
from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.exams.models import Enrolment
from oes.recordings.models import ClientEvent, Gap, Segment
from oes.recordings.services import ToldEvent, record_events
from oes.violations import services
from oes.violations.models import StudentSummary, Trust, Violation
from oes.violations.rules import placed_frames
from oes.violations.tests.scenes import OTHER, SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0)
PAGE = "7d0a2d8e-4d9c-4f77-8a27-0b2d3d4c5e6f"


def sitting(seconds: int, **away: tuple[int, int]) -> list:
    """Return one frame a second; `absent` and `second` are spans in which that happens."""

    def inside(name: str, at: int) -> bool:
        start, end = away.get(name, (0, 0))
        return start <= at < end

    return [
        frame(at + 0.5, *([] if inside("absent", at) else [SITTING]), *([OTHER] if inside("second", at) else []))
        for at in range(seconds)
    ]


@pytest.fixture
def attempt(enrolment) -> Attempt:
    return sat(enrolment, seconds=160.0, policy=POLICY)


def found(attempt: Attempt) -> list[tuple[str, float, float]]:
    rows = Violation.objects.filter(attempt=attempt)
    return [(v.kind, v.start_seconds, v.end_seconds) for v in rows]


def test_it_finds_an_absence_and_a_second_person_and_explains_the_percent(attempt):
    film(attempt, sitting(160, absent=(60, 80), second=(100, 110)))
    trust = services.rebuild(attempt)
    assert found(attempt) == [("nobody_in_frame", 60.0, 80.0), ("second_person", 100.0, 110.0)]
    assert [round(line.deduction, 2) for line in trust.lines.all()] == [7.0, 11.0]
    assert (trust.state, trust.percent, trust.is_final) == ("stated", 82, True)


def test_a_violation_across_the_grace_limit_is_split_in_the_ledger(attempt):
    film(attempt, sitting(160, absent=(20, 40)))
    (line,) = services.rebuild(attempt).lines.all()
    assert (line.counted_seconds, line.deduction) == (10.0, 5.0)


def test_rebuilding_again_changes_nothing(attempt):
    film(attempt, sitting(160, absent=(60, 80)))
    before = services.rebuild(attempt)
    uuids = set(Violation.objects.values_list("uuid", flat=True))
    after = services.rebuild(attempt)
    assert (before.percent, before.coverage) == (after.percent, after.coverage)
    assert set(Violation.objects.values_list("uuid", flat=True)) == uuids


def test_a_growing_absence_keeps_its_row(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY, ended=False)
    film(attempt, sitting(72, absent=(60, 200)))
    services.rebuild(attempt)
    first = Violation.objects.get()
    film(attempt, [f for f in sitting(120, absent=(60, 100)) if f.at_seconds > 72])
    services.rebuild(attempt)
    assert Violation.objects.get().uuid == first.uuid
    assert Violation.objects.get().end_seconds == 100.0


def test_too_little_recording_is_insufficient_evidence_and_comes_first(attempt):
    film(attempt, [f for f in sitting(160) if f.at_seconds < 100])
    trust = services.rebuild(attempt)
    assert (trust.state, trust.percent) == ("insufficient_evidence", None)
    assert trust.coverage == pytest.approx((104 - 30) / 130)
    summary = StudentSummary.objects.get()
    assert (summary.insufficient, summary.exams, summary.trust_percent) == (True, 1, None)


def test_a_covered_camera_is_no_coverage_and_no_absence(attempt):
    dark = [frame(at + 0.5, brightness=3.0, contrast=0.5, detail=0.1) for at in range(40, 160)]
    film(attempt, sitting(40) + dark)
    trust = services.rebuild(attempt)
    assert {kind for kind, _, _ in found(attempt)} == {"camera_blocked"}
    assert (trust.state, trust.percent) == ("insufficient_evidence", None)
    assert trust.coverage < 0.2


def test_a_missing_screen_counts_only_where_the_tier_asks_for_it(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY, tier="A")
    film(attempt, sitting(160))
    assert services.rebuild(attempt).state == "insufficient_evidence"
    assert {g.track for g in Gap.objects.all()} == {"screen"}


def test_too_short_has_no_percent_but_its_minutes_count(enrolment):
    attempt = sat(enrolment, seconds=170.0, policy=Policy())
    film(attempt, sitting(170, absent=(60, 80)))
    trust = services.rebuild(attempt)
    assert (trust.state, trust.percent) == ("too_short", None)
    assert len(found(attempt)) == 1
    summary = StudentSummary.objects.get()
    assert (summary.exams, summary.displayed_minutes, summary.trust_percent) == (0, 2, None)


def test_leaving_the_exams_page_is_a_window_switch_and_the_recorders_own_page_is_not(attempt):
    film(attempt, sitting(160))
    told = [ToldEvent(1, "left", 70.0), ToldEvent(2, "returned", 79.0)]
    record_events(attempt=attempt, source=ClientEvent.Source.EMBED, page=PAGE, events=told)
    own = [ToldEvent(1, "hidden", 40.0), ToldEvent(2, "visible", 60.0)]
    record_events(attempt=attempt, source=ClientEvent.Source.RECORDER, page=PAGE, events=own)
    trust = services.rebuild(attempt)
    assert found(attempt) == [("window_switch", 70.0, 79.0)]
    assert trust.percent == 96  # 3 + 9 * 0.1 = 3.9


def test_a_reload_explains_its_gap_and_lowers_nothing(attempt):
    frames = [f for f in sitting(160) if not 80 <= f.at_seconds < 88]
    film(attempt, frames)
    told = [ToldEvent(1, "reload", 81.0), ToldEvent(2, "go_on", 87.5)]
    record_events(attempt=attempt, source=ClientEvent.Source.RECORDER, page=PAGE, events=told)
    assert services.rebuild(attempt).percent == 100
    gap = Gap.objects.get()
    assert (gap.track, gap.start_seconds, gap.end_seconds, gap.reason) == ("camera", 80.0, 88.0, "reload")


def test_an_unreadable_segment_is_a_gap(attempt):
    segments = film(attempt, sitting(160))
    Segment.objects.filter(pk=segments[10].pk).update(unreadable_reason="broken", analysed_at=None)
    services.rebuild(attempt)
    assert [(g.start_seconds, g.end_seconds, g.reason) for g in Gap.objects.all()] == [(80.0, 88.0, "unreadable")]


def test_a_worker_rebuilds_what_changed_and_then_rests(attempt):
    film(attempt, sitting(160))
    assert services.rebuild_next() is True
    assert services.rebuild_next() is False
    Attempt.objects.update(changed_at=timezone.now())
    assert services.rebuild_next() is False, "a rebuild comes at most once in 8 s"
    Trust.objects.update(built_at=timezone.now() - timedelta(seconds=9))
    assert services.rebuild_next() is True


def test_a_long_attempt_that_runs_rests_longer(enrolment):
    attempt = sat(enrolment, seconds=3 * 3600.0, policy=POLICY, ended=False)
    services.rebuild(attempt)
    Attempt.objects.update(changed_at=timezone.now())
    Trust.objects.update(built_at=timezone.now() - timedelta(seconds=40), claimed_at=None)
    assert services.rebuild_next() is False
    Trust.objects.update(built_at=timezone.now() - timedelta(seconds=46))
    assert services.rebuild_next() is True


def test_the_summary_weighs_exams_by_duration(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY)
    film(attempt, sitting(160, absent=(60, 80)))
    services.rebuild(attempt)
    enrolment.exam.maximum_attempts = 2
    enrolment.exam.save()
    second = sat(enrolment, seconds=480.0, policy=POLICY)
    film(second, sitting(480))
    services.rebuild(second)
    summary = StudentSummary.objects.get()
    assert (summary.exams, summary.displayed_minutes) == (2, 2 + 8)
    assert summary.trust_percent == round((93 * 160 + 100 * 480) / 640)
    assert summary.worst_percent == 93


def test_what_is_still_on_the_way_is_no_gap_of_a_running_attempt(enrolment):
    attempt = sat(enrolment, seconds=168.0, policy=POLICY, ended=False)
    film(attempt, sitting(160))
    trust = services.rebuild(attempt)
    assert (trust.state, trust.percent) == ("stated", 100)
    assert not Gap.objects.exists()
    assert StudentSummary.objects.get().exams == 0


def test_an_attempt_that_cannot_be_rebuilt_lets_the_others_pass(enrolment, daniyar, monkeypatch):
    broken = sat(enrolment, seconds=160.0, policy=POLICY)
    film(broken, sitting(160))
    other = sat(Enrolment.objects.create(exam=enrolment.exam, student=daniyar), seconds=160.0, policy=POLICY)
    film(other, sitting(160))
    whole = services.rebuild

    def rebuild(attempt):
        if attempt.pk == broken.pk:
            raise OSError("disk")
        return whole(attempt)

    monkeypatch.setattr(services, "rebuild", rebuild)
    with pytest.raises(OSError, match="disk"):
        services.rebuild_next()
    assert services.rebuild_next() is True
    assert Trust.objects.get(attempt=other).percent == 100


def test_a_claimed_length_that_was_not_decoded_is_no_coverage(attempt):
    film(attempt, sitting(160))
    ObservationSet.objects.update(duration_seconds=1.0)
    trust = services.rebuild(attempt)
    assert (trust.state, trust.percent) == ("insufficient_evidence", None)


def test_the_same_bytes_again_are_no_coverage(attempt):
    film(attempt, sitting(160))
    Segment.objects.update(sha256="a" * 64)
    assert services.rebuild(attempt).state == "insufficient_evidence"


def test_a_camera_that_is_a_program_is_named_and_weighs_nothing(attempt):
    film(attempt, sitting(160))
    opened = [ToldEvent(0, "camera_opened", 0.0, detail="OBS Virtual Camera"), ToldEvent(1, "camera_opened", 60.0)]
    record_events(attempt=attempt, source=ClientEvent.Source.RECORDER, page=UUID(PAGE), events=opened)
    trust = services.rebuild(attempt)
    assert found(attempt) == [("virtual_camera", 0.0, 60.0)]
    assert (trust.state, trust.percent) == ("stated", 100)


def moving(seconds: int, seed: int) -> list:
    """Return frames of somebody whose picture changes at random, one a second."""
    drawn = np.random.default_rng(seed).integers(80, 180, (seconds, 192), dtype=np.uint8)
    return [replace(f, fingerprint=row.tobytes()) for f, row in zip(sitting(seconds), drawn, strict=True)]


def test_a_film_of_the_students_earlier_attempt_is_found_once_the_attempt_has_ended(enrolment):
    before = sat(enrolment, seconds=160.0, policy=POLICY)
    film(before, moving(160, seed=1))
    Attempt.objects.filter(pk=before.pk).update(started_at=timezone.now() - timedelta(days=2))
    Enrolment.objects.filter(pk=enrolment.pk).update(extra_attempts=1)
    attempt = sat(enrolment, seconds=160.0, policy=POLICY, ended=False)
    film(attempt, moving(160, seed=1))
    services.rebuild(attempt)
    assert found(attempt) == []
    Attempt.objects.filter(pk=attempt.pk).update(state="submitted", ended_at=timezone.now())
    trust = services.rebuild(attempt)
    assert found(attempt) == [("virtual_camera", 0.0, 160.0)]
    assert (trust.state, trust.percent) == ("stated", 100)
    services.rebuild(before)
    assert found(before) == []


def test_placed_frames_are_read_in_two_queries_without_embeddings(attempt, django_assert_num_queries):
    film(attempt, sitting(24))
    with django_assert_num_queries(2) as told:
        assert len(placed_frames(attempt)) == 24
    assert not any("embeddings" in query["sql"] for query in told.captured_queries)


def test_a_violation_of_a_running_attempt_does_not_wait_for_its_screen(enrolment):
    attempt = sat(enrolment, seconds=168.0, policy=POLICY, tier="A", ended=False)
    film(attempt, sitting(160, absent=(140, 150)))
    film(attempt, sitting(120), track="screen")
    services.rebuild(attempt)
    assert found(attempt) == [("nobody_in_frame", 140.0, 150.0)]
    assert not Gap.objects.exists()
