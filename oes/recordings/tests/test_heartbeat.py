"""Time lost to our own server is seen by its signs of life, and nobody is closed for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.recordings import heartbeat
from oes.recordings.expiry import close_next
from oes.recordings.models import Run, ServerBeat, ServerOutage

pytestmark = pytest.mark.django_db


def later(seconds: float):
    return timezone.now() + timedelta(seconds=seconds)


def test_a_server_that_lives_was_never_away():
    assert [heartbeat.beat(now=later(n * 5)) for n in range(4)] == [None] * 4
    assert not ServerOutage.objects.exists()
    assert not heartbeat.is_away(later(20))


def test_what_lies_between_two_signs_of_life_is_an_outage_told_once():
    heartbeat.beat(now=later(0))
    assert heartbeat.is_away(later(40))
    outage = heartbeat.beat(now=later(40))
    assert (outage.kind, round((outage.ended_at - outage.started_at).total_seconds())) == ("away", 40)
    assert heartbeat.beat(now=later(40.1)) is None  # the second process of the server
    assert heartbeat.last_back(later(41)) == outage.ended_at


def test_a_short_restart_is_seen_by_the_process_that_begins():
    heartbeat.beat(now=later(0))
    assert heartbeat.beat(now=later(7), starting=True).kind == "away"
    assert heartbeat.beat(now=later(10), starting=True) is None  # one of several processes began anew
    assert heartbeat.beat(now=later(19)) is None


def test_a_clock_that_was_moved_is_no_outage_and_time_goes_on_from_it():
    heartbeat.beat(now=later(0))
    assert heartbeat.beat(now=later(-3600), clock_moved=True).kind == "clock_moved"
    assert heartbeat.beat(now=later(-3595)) is None
    assert heartbeat.last_back(later(0)) is None
    assert ServerBeat.objects.count() == 1


def test_nobody_is_closed_while_our_server_is_away_nor_at_once_when_it_is_back(attempt):
    Run.objects.create(attempt=attempt, number=1, last_seen_at=later(-16 * 60))
    Attempt.objects.update(started_at=later(-20 * 60))
    ServerBeat.objects.create(pk=1, at=later(-16 * 60))
    assert not close_next()
    heartbeat.beat(now=timezone.now())
    assert not close_next()
    assert Attempt.objects.get().is_running
    ServerOutage.objects.update(ended_at=later(-16 * 60))
    assert close_next()
    assert Attempt.objects.get().end_source == "silent"


def test_an_outage_has_the_running_attempts_judged_anew(attempt):
    ServerBeat.objects.create(pk=1, at=later(-60))
    before = Attempt.objects.get().changed_at
    heartbeat.beat(now=timezone.now())
    assert Attempt.objects.get().changed_at != before


@pytest.mark.parametrize(("ended", "again"), [(3, True), (-3, False)])
def test_what_ended_in_an_outage_is_judged_again_when_the_server_tells_of_it(attempt, ended, again):
    heartbeat.beat(now=later(0))
    Attempt.objects.update(started_at=later(-60), ended_at=later(ended), state="submitted", changed_at=later(-60))
    before = Attempt.objects.get().changed_at
    assert heartbeat.beat(now=later(40))
    assert (Attempt.objects.get().changed_at != before) is again
