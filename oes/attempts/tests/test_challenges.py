"""A challenge's life: drawn by the server, shown by the page, settled by the worker; never a refusal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts.challenges import (
    Implausible,
    begin_challenge,
    claim_challenge,
    decline_challenge,
    due_challenge,
    mark_start,
    settle_challenge,
    show_challenge,
)
from oes.attempts.models import AttemptMark, Challenge
from oes.attempts.services import AttemptRefused, open_attempt, ready_attempt, start_attempt
from oes.domain.challenge import ChallengeResult
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.journal.models import Entry


@pytest.fixture
def opened(enrolment):
    return open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")


def shown_after(challenge: Challenge, *, first: float = 2.0, passed: float | None = None) -> list[float]:
    """Return plausible moments of a try, and let so many seconds pass since it was drawn."""
    shown = [first + 4.0 * n for n in range(len(challenge.drawn))]
    seconds = shown[-1] + 4.0 if passed is None else passed
    Challenge.objects.filter(pk=challenge.pk).update(begun_at=timezone.now() - timedelta(seconds=seconds))
    return shown


def judged(challenge: Challenge, result: ChallengeResult) -> Challenge:
    show_challenge(challenge=challenge, shown=shown_after(challenge))
    challenge.refresh_from_db()
    assert settle_challenge(challenge=challenge, result=result, measured=[])
    challenge.refresh_from_db()
    return challenge


def marks() -> set[str]:
    return set(AttemptMark.objects.values_list("kind", flat=True))


def test_three_tries_then_no_more(opened):
    for number in (1, 2, 3):
        challenge = begin_challenge(attempt=opened)
        assert challenge.tries == number
        judged(challenge, ChallengeResult.FAILED)
    with pytest.raises(AttemptRefused):
        begin_challenge(attempt=opened)
    mark_start(opened)
    assert marks() == {"challenge_failed"}
    assert Challenge.objects.count() == 1


def test_a_later_try_that_passes_leaves_no_mark(opened):
    judged(begin_challenge(attempt=opened), ChallengeResult.FAILED)
    judged(begin_challenge(attempt=opened), ChallengeResult.PASSED)
    mark_start(opened)
    assert marks() == set()


def test_a_failure_is_not_wiped_away_by_beginning_again(opened):
    judged(begin_challenge(attempt=opened), ChallengeResult.FAILED)
    begin_challenge(attempt=opened)
    mark_start(opened)
    assert marks() == {"challenge_failed"}


def test_who_cannot_says_so_and_goes_on(opened):
    decline_challenge(attempt=opened)
    mark_start(opened)
    assert marks() == {"challenge_unable"}
    assert Challenge.objects.get().result == ChallengeResult.UNABLE


def test_a_start_without_an_answer_is_unchecked_unless_the_policy_asks_for_none(opened):
    begin_challenge(attempt=opened)
    mark_start(opened)
    assert marks() == {"challenge_unchecked"}


def test_no_challenge_where_the_policy_has_none(enrolment):
    add_policy(organisation=enrolment.exam.organisation, policy=replace(Policy(), challenge_at_start=False))
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    with pytest.raises(AttemptRefused):
        begin_challenge(attempt=opened)
    mark_start(opened)
    assert marks() == set()


@pytest.mark.parametrize(
    ("first", "passed"), [(2.0, 1.0), (2.0, 200.0), (100.0, None)], ids=["too early", "too late", "elsewhere"]
)
def test_moments_that_cannot_be_true_are_refused(opened, first, passed):
    challenge = begin_challenge(attempt=opened)
    with pytest.raises(Implausible):
        show_challenge(challenge=challenge, shown=shown_after(challenge, first=first, passed=passed))


@pytest.mark.parametrize("shown", [[2.0], [2.0, 2.5, 3.0], [2.0, 30.0, 60.0]])
def test_steps_follow_each_other_as_asked(opened, shown):
    challenge = begin_challenge(attempt=opened)
    shown_after(challenge)
    with pytest.raises(Implausible):
        show_challenge(challenge=challenge, shown=shown[: max(1, len(challenge.drawn))])


def test_a_try_is_told_once(opened):
    challenge = begin_challenge(attempt=opened)
    show_challenge(challenge=challenge, shown=shown_after(challenge))
    with pytest.raises(AttemptRefused):
        show_challenge(challenge=challenge, shown=shown_after(challenge))


def test_an_old_judgement_does_not_settle_a_new_try(opened):
    first = begin_challenge(attempt=opened)
    show_challenge(challenge=first, shown=shown_after(first))
    first.refresh_from_db()
    again = begin_challenge(attempt=opened)
    assert (again.tries, again.shown) == (2, [])
    assert not settle_challenge(challenge=first, result=ChallengeResult.PASSED, measured=[])
    assert Challenge.objects.get().result == ChallengeResult.NOT_SEEN


def test_random_ones_come_at_their_moment_and_are_given_up(enrolment):
    add_policy(organisation=enrolment.exam.organisation, policy=replace(Policy(), random_challenges=2))
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    attempt = start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))
    early, late = Challenge.objects.all()
    assert 0 <= early.at_seconds < 1800 <= late.at_seconds < 3600
    Challenge.objects.update(at_seconds=50.0)
    assert due_challenge(attempt) is None
    attempt.started_at = timezone.now() - timedelta(seconds=60)
    assert due_challenge(attempt) == early.pk
    attempt.started_at = timezone.now() - timedelta(seconds=600)
    assert due_challenge(attempt) is None
    assert {c.result for c in Challenge.objects.all()} == {ChallengeResult.NOT_SEEN}
    assert marks() == set()


def test_pictures_are_asked_for_no_movement(enrolment):
    add_policy(organisation=enrolment.exam.organisation, policy=replace(Policy(), random_challenges=2))
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    attempt = start_attempt(attempt=ready_attempt(attempt=opened, tier="C"))
    assert not attempt.challenges.exists()


@pytest.fixture
def random_one(attempt):
    return Challenge.objects.create(attempt=attempt, moment="random", at_seconds=5.0)


@pytest.mark.parametrize("planned", [400.0, -400.0], ids=["to come", "given up"])
def test_a_random_one_cannot_be_had_at_another_moment(attempt, random_one, planned):
    moment = attempt.elapsed_seconds(timezone.now()) + planned
    Challenge.objects.update(at_seconds=moment)
    for move in (begin_challenge, decline_challenge):
        with pytest.raises(AttemptRefused):
            move(attempt=attempt, number=random_one.pk)
    row = Challenge.objects.get()
    assert (row.tries, row.result) == (0, ChallengeResult.NOT_SEEN)


def test_a_later_try_follows_the_one_before(attempt, random_one):
    judged_at = timezone.now()
    Challenge.objects.update(tries=1, result="failed", begun_at=judged_at - timedelta(minutes=20))
    with pytest.raises(AttemptRefused):
        begin_challenge(attempt=attempt, number=random_one.pk)
    Challenge.objects.update(begun_at=judged_at)
    assert begin_challenge(attempt=attempt, number=random_one.pk).tries == 2


def test_who_cannot_says_so_once_and_before_the_start(opened):
    for _ in range(3):
        decline_challenge(attempt=opened)
    assert Entry.objects.filter(action="challenge_declined").count() == 1
    judged_row = Challenge.objects.get()
    Challenge.objects.filter(pk=judged_row.pk).update(result="failed", tries=3)
    started = start_attempt(attempt=ready_attempt(attempt=opened, tier="A"))
    with pytest.raises(AttemptRefused):
        decline_challenge(attempt=started)
    assert Challenge.objects.get().result == ChallengeResult.FAILED


def test_a_try_that_kills_workers_is_given_up(opened):
    challenge = begin_challenge(attempt=opened)
    show_challenge(challenge=challenge, shown=shown_after(challenge))
    for number in (1, 2, 3):
        challenge.refresh_from_db()
        assert claim_challenge(challenge)
        challenge.refresh_from_db()
        assert (challenge.claims, claim_challenge(challenge)) == (number, False)
        Challenge.objects.update(claimed_at=timezone.now() - timedelta(minutes=5))
    challenge.refresh_from_db()
    assert not claim_challenge(challenge)
    assert Challenge.objects.get().result == ChallengeResult.NOT_SEEN
    assert begin_challenge(attempt=opened).claims == 0


def test_a_random_one_that_failed_three_times_is_marked(attempt):
    now = attempt.elapsed_seconds(timezone.now())
    row = Challenge.objects.create(attempt=attempt, moment="random", at_seconds=now)
    for left in (2, 1, 0):
        challenge = begin_challenge(attempt=attempt, number=row.pk)
        show_challenge(challenge=challenge, shown=shown_after(challenge, first=0.5))
        challenge.refresh_from_db()
        settle_challenge(challenge=challenge, result=ChallengeResult.FAILED, measured=[])
        assert marks() == (set() if left else {"challenge_failed"})
