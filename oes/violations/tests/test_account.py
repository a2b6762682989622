"""After a rebuild each second of each expected track is in a segment or in a gap, and faults stand apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.recordings.models import (
    AnnouncedSegment,
    ClientEvent,
    FaultLine,
    Gap,
    Run,
    Segment,
    ServerOutage,
    UnannouncedSegment,
)
from oes.recordings.services import ToldEvent, announce, record_events
from oes.violations.absences import absences_of
from oes.violations.models import LedgerLine, Trust
from oes.violations.services import rebuild
from oes.violations.tests.scenes import SITTING, film, frame, sat

SECONDS = 400


@pytest.fixture
def attempt(enrolment) -> Attempt:
    return sat(enrolment, seconds=SECONDS, policy=Policy())


def seen(attempt: Attempt, start: int, end: int) -> None:
    film(attempt, [frame(at, SITTING) for at in range(start, end)])


def tell(attempt: Attempt, *events: tuple, wall_ahead: float = 0.0) -> None:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    already = ClientEvent.objects.filter(attempt=attempt).count()
    told = [
        ToldEvent(already + n, kind, at, attempt.started_at + timedelta(seconds=at + wall_ahead), "".join(detail))
        for n, (kind, at, *detail) in enumerate(events)
    ]
    record_events(attempt=attempt, source="recorder", page=run.key, events=told)


def gaps(attempt: Attempt) -> list[tuple]:
    rebuild(attempt)
    return [(g.start_seconds, g.end_seconds, g.reason, g.known_by) for g in Gap.objects.filter(track="camera")]


def test_the_account_of_an_attempt_balances(attempt):
    seen(attempt, 0, 96)
    seen(attempt, 104, 200)
    tell(attempt, ("offline", 90), ("online", 210))
    rebuild(attempt)
    end = attempt.clock_seconds(timezone.now())
    stored = sum(s.ended_seconds - s.started_seconds for s in Segment.objects.filter(track__kind="camera"))
    missing = sum(g.end_seconds - g.start_seconds for g in Gap.objects.filter(track="camera"))
    assert stored + missing == pytest.approx(end, abs=0.002)
    assert not Gap.objects.filter(track="screen").exists()  # tier B is not asked for the screen


def test_a_gap_has_its_place_on_both_wall_clocks(attempt):
    seen(attempt, 0, 96)
    tell(attempt, ("offline", 90), wall_ahead=3600)
    rebuild(attempt)
    gap = Gap.objects.get()
    assert gap.server_from == attempt.started_at + timedelta(seconds=96)
    assert gap.browser_from - gap.server_from == timedelta(hours=1)
    assert (gap.reason, gap.known_by) == ("offline", "recorder")


def test_without_the_browsers_word_its_clock_is_not_made_up(attempt):
    seen(attempt, 0, 96)
    rebuild(attempt)
    assert Gap.objects.get().browser_from is None


def test_what_is_announced_and_not_here_is_still_with_the_student(attempt):
    seen(attempt, 0, 96)
    AnnouncedSegment.objects.create(
        attempt=attempt,
        track="camera",
        run_number=1,
        sequence=99,
        sha256="0" * 64,
        started_seconds=96,
        ended_seconds=400,
    )
    assert gaps(attempt)[0][2:] == ("not_sent", "recorder")


def test_what_nobody_announced_closes_nothing(attempt):
    seen(attempt, 0, 96)
    UnannouncedSegment.objects.create(
        attempt=attempt, track="camera", run=Run.objects.get(), sequence=99, started_seconds=96, ended_seconds=400,
        sha256="0" * 64, size=1, container="webm", blob_key="x", link="", received_at=timezone.now(),
    )  # fmt: skip
    assert gaps(attempt) == [(96.0, pytest.approx(400, abs=1), "unannounced", "server")]


def test_a_page_that_was_gone_for_minutes_was_closed(attempt):
    seen(attempt, 0, 96)
    seen(attempt, 200, 400)
    Run.objects.filter(number=1).update(
        created_at=attempt.started_at, last_seen_at=attempt.started_at + timedelta(seconds=98)
    )
    run = Run.objects.create(attempt=attempt, number=2, last_seen_at=timezone.now())
    Run.objects.filter(pk=run.pk).update(created_at=attempt.started_at + timedelta(seconds=199))
    assert gaps(attempt) == [(96.0, 200.0, "tab_closed", "server")]


def test_a_page_that_says_it_was_closed_is_believed_for_the_time_until_it_was_back(attempt):
    seen(attempt, 0, 96)
    seen(attempt, 200, 400)
    tell(attempt, ("closed", 97), ("reload", 199))
    assert gaps(attempt) == [(96.0, 200.0, "tab_closed", "recorder")]
    tell(attempt, ("closed", 300), ("reload", 303))
    assert gaps(attempt) == [(96.0, 200.0, "tab_closed", "recorder")]


def test_seconds_that_the_server_did_not_take_are_named(attempt):
    seen(attempt, 0, 96)
    seen(attempt, 104, 400)
    tell(attempt, ("refused", 300, "camera/1/12 too_large 96.000-104.000"))
    assert gaps(attempt) == [(96.0, 104.0, "refused", "recorder")]


def test_time_without_our_server_is_a_line_apart_and_takes_nothing_off(attempt):
    seen(attempt, 0, 400)
    start = attempt.started_at
    ServerOutage.objects.create(started_at=start + timedelta(seconds=210), ended_at=start + timedelta(seconds=260))
    tell(
        attempt, ("server_down", 100, "503"), ("server_up", 130), ("server_down", 205, "no_answer"), ("server_up", 265)
    )
    tell(attempt, ("server_down", 300, "no_answer"), ("server_up", 340))
    rebuild(attempt)
    lines = [(f.cause, f.reason, f.start_seconds, f.end_seconds, f.known_by) for f in FaultLine.objects.all()]
    assert lines == [
        ("server", "server_down", 100, 130, "recorder"),
        ("server", "server_down", 205, 265, "recorder"),
        ("network", "offline", 300, 340, "recorder"),
    ]
    assert Trust.objects.get().percent == 100
    assert not LedgerLine.objects.exists()


def test_a_clock_that_was_moved_is_a_line(attempt):
    seen(attempt, 0, 400)
    tell(attempt, ("clock", 10), ("clock", 70))
    tell(attempt, ("clock", 130), ("clock", 190), wall_ahead=-7200)
    rebuild(attempt)
    line = FaultLine.objects.get(reason="clock_moved")
    assert (line.cause, line.start_seconds, line.detail) == ("device", 130, "-7200.0")


def test_a_calendar_that_was_put_forward_is_no_sleep(attempt):
    seen(attempt, 0, 400)
    tell(attempt, ("clock", 10), ("asleep", 3700, "3600"))
    tell(attempt, ("clock", 101), ("clock", 161), wall_ahead=3600)
    rebuild(attempt)
    assert list(FaultLine.objects.values_list("reason", flat=True)) == ["clock_moved"]


def test_the_same_rows_give_the_same_account(attempt):
    seen(attempt, 0, 96)
    tell(attempt, ("offline", 90), ("asleep", 300, "100"))
    assert gaps(attempt) == gaps(attempt)
    faults = list(FaultLine.objects.values_list("reason", "start_seconds", "end_seconds"))
    rebuild(attempt)
    assert list(FaultLine.objects.values_list("reason", "start_seconds", "end_seconds")) == faults


def test_a_check_that_was_announced_explains_no_second_of_the_exam(attempt):
    rows = [{"track": "check_start", "run": 1, "sequence": 0, "sha256": "0" * 64, "start": 0.0, "end": 3.0}]
    announce(attempt=attempt, segments=rows)
    assert not [fault for fault in absences_of(attempt, [], 60.0) if fault.reason == "not_sent"]
    announce(attempt=attempt, segments=[{**rows[0], "track": "camera"}])
    assert [fault.reason for fault in absences_of(attempt, [], 60.0)].count("not_sent") == 1
