"""How many members a commission has, and how many must vote."""

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.quotas import DEFAULT, ROLES, VOTING, Room, fewest_voters, quorum_fits, quorum_met, unmet

NUMBERS = st.integers(0, 99)
PAIRS = st.tuples(*[st.none() | st.tuples(NUMBERS, NUMBERS) for _role in ROLES])
ROOMS = PAIRS.map(
    lambda pairs: [Room(role, min(pair), max(pair)) for role, pair in zip(ROLES, pairs, strict=True) if pair]
)
COUNTS = st.tuples(*[NUMBERS for _role in ROLES]).map(lambda counts: dict(zip(ROLES, counts, strict=True)))


@given(ROOMS, COUNTS)
def test_it_names_exactly_the_quotas_that_are_not_met(rooms, counts):
    named = {one.role for one in unmet(rooms, counts)}
    for role in ROLES:
        room = next((room for room in rooms if room.role == role), Room(role, 0, 0))
        assert (role in named) is not (room.minimum <= counts.get(role, 0) <= room.maximum)


@given(ROOMS, COUNTS)
def test_who_fills_what_is_missing_and_sends_home_who_is_too_many_meets_all(rooms, counts):
    filled = dict(counts)
    for one in unmet(rooms, counts):
        assert (one.lacks > 0) is not (one.too_many > 0)
        filled[one.role] = one.there + one.lacks - one.too_many
    assert not unmet(rooms, filled)


@given(ROOMS, COUNTS, st.integers(0, 400))
def test_a_commission_with_its_quotas_met_reaches_a_quorum_that_fits(rooms, counts, quorum):
    if quorum_fits(quorum, rooms) and not unmet(rooms, counts):
        assert quorum_met(sum(counts.get(role, 0) for role in VOTING), quorum)


@given(st.integers(0, 99), st.integers(0, 99))
def test_one_more_vote_never_breaks_a_quorum(voted, quorum):
    assert quorum_met(voted, quorum) <= quorum_met(voted + 1, quorum)
    assert not quorum_met(0, quorum)


def test_the_secretary_does_not_vote():
    assert fewest_voters(DEFAULT) == 1 + 2 + 3
    assert quorum_fits(6, DEFAULT)
    assert not quorum_fits(7, DEFAULT)
    assert not quorum_fits(0, DEFAULT)


def test_twenty_three_teachers_are_a_quota_like_any_other():
    rooms = [Room("chair", 1, 1), Room("teacher", 23, 23)]
    assert not unmet(rooms, {"chair": 1, "teacher": 23})
    assert [(one.role, one.lacks) for one in unmet(rooms, {"chair": 1, "teacher": 2})] == [("teacher", 21)]
