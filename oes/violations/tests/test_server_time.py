"""Minutes that our server cost come back by themselves where the policy says so."""

from datetime import timedelta

from oes.attempts.allowances import closes_at, terms_of
from oes.domain.policy import Policy
from oes.recordings.models import Run, ServerOutage
from oes.recordings.server_time import give_back
from oes.recordings.services import ToldEvent, record_events
from oes.violations.services import rebuild
from oes.violations.tests.scenes import SITTING, film, frame, sat


def test_a_running_attempt_gets_back_what_it_lost_and_never_twice(enrolment):
    attempt = sat(enrolment, seconds=400, policy=Policy(server_time="give"), ended=False)
    film(attempt, [frame(at, SITTING) for at in range(400)])
    before = closes_at(attempt, attempt.started_at)
    start = attempt.started_at
    ServerOutage.objects.create(started_at=start + timedelta(seconds=210), ended_at=start + timedelta(seconds=290))
    rebuild(attempt)
    rebuild(attempt)
    assert terms_of(attempt).extra_minutes == 2
    assert closes_at(attempt, attempt.started_at) - before == timedelta(minutes=2)


def test_the_word_of_a_page_alone_gives_nothing_by_itself(enrolment, admin):
    attempt = sat(enrolment, seconds=400, policy=Policy(server_time="give"), ended=False)
    film(attempt, [frame(at, SITTING) for at in range(400)])
    page = Run.objects.get(attempt=attempt).key
    lie = ToldEvent(0, "server_down", 0.0, None, "503")
    record_events(attempt=attempt, source="recorder", page=page, events=[lie])
    rebuild(attempt)
    assert terms_of(attempt).extra_minutes == 0
    start = attempt.started_at
    ServerOutage.objects.create(started_at=start + timedelta(seconds=210), ended_at=start + timedelta(seconds=230))
    rebuild(attempt)
    assert terms_of(attempt).extra_minutes == 2  # 20 s, and 30 s before and after
    assert give_back(attempt=attempt, by=admin) == 5  # a person may believe the page


def test_by_default_a_person_is_asked(enrolment):
    attempt = sat(enrolment, seconds=400, policy=Policy(), ended=False)
    film(attempt, [frame(at, SITTING) for at in range(400)])
    start = attempt.started_at
    ServerOutage.objects.create(started_at=start + timedelta(seconds=210), ended_at=start + timedelta(seconds=290))
    rebuild(attempt)
    assert terms_of(attempt).extra_minutes == 0
