import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.attempt_state import ENDED, NEXT, AttemptState, may_follow
from oes.domain.durations import displayed_minutes, hours_and_minutes, total_displayed_minutes
from oes.domain.identity import Sameness, sameness
from oes.domain.policy import Policy, Thresholds, Weight, policy_from_dict, policy_to_dict
from oes.domain.violations import KINDS

S = AttemptState
ALLOWED = {
    (S.CREATED, S.READY),
    (S.CREATED, S.EXPIRED),
    (S.READY, S.STARTED),
    (S.READY, S.EXPIRED),
    (S.STARTED, S.PAUSED),
    (S.STARTED, S.SUBMITTED),
    (S.STARTED, S.TERMINATED),
    (S.STARTED, S.EXPIRED),
    (S.PAUSED, S.STARTED),
    (S.PAUSED, S.SUBMITTED),
    (S.PAUSED, S.TERMINATED),
    (S.PAUSED, S.EXPIRED),
    *((state, S.WITHDRAWN) for state in (S.CREATED, S.READY, S.STARTED, S.PAUSED)),
}


@pytest.mark.parametrize("now", S)
@pytest.mark.parametrize("then", S)
def test_every_pair_of_states(now, then):
    assert may_follow(now, then) is ((now, then) in ALLOWED)


def test_nothing_follows_an_end():
    assert {S.SUBMITTED, S.TERMINATED, S.EXPIRED, S.WITHDRAWN} == ENDED
    assert set(NEXT) == set(S)


def test_the_total_equals_the_displayed_column():
    seconds = [239.9, 299.0, 361.0, 59.9]
    assert [displayed_minutes(s) for s in seconds] == [3, 4, 6, 0]
    assert total_displayed_minutes(seconds) == 13
    assert hours_and_minutes(75) == (1, 15)


@given(st.floats(0, 1e6))
def test_displayed_minutes_never_exceed_the_duration(seconds):
    assert displayed_minutes(seconds) * 60 <= seconds


@pytest.mark.parametrize(
    ("cosines", "answer"),
    [
        ([], Sameness.CANNOT_TELL),
        ([0.9], Sameness.CANNOT_TELL),
        ([0.9, 0.8], Sameness.SAME),
        ([0.1, 0.0, 0.9], Sameness.DIFFERENT),
        ([0.3, 0.3, 0.3], Sameness.CANNOT_TELL),
    ],
)
def test_identity_needs_several_frames(cosines, answer):
    thresholds = Thresholds(same_person_cosine=0.36, other_person_cosine=0.25)
    assert sameness(cosines, thresholds) == answer


def test_a_policy_survives_storage():
    policy = Policy(grace_seconds=60, tiers=("B",), weights={"looked_away": Weight(2, 0.1, 10)})
    assert policy_from_dict(policy_to_dict(policy)) == policy


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="unknown policy fields: gracé"):
        policy_from_dict({"gracé": 1})


def test_weights_name_only_known_kinds():
    assert set(Policy().weights) <= set(KINDS)


def test_a_threshold_of_the_past_does_not_make_a_version_unreadable():
    data = policy_to_dict(Policy())
    data["thresholds"]["once_upon_a_time_seconds"] = 3.0
    assert policy_from_dict(data) == Policy()
