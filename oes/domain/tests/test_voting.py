"""What a vote says: ties, quorum, and that the order of votes does not matter."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.voting import FITTING, Ending, Outcome, Tally, ending, fitting, may_vote_at, tally, who_voted

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
KINDS = st.sampled_from(sorted(FITTING))


@st.composite
def cast(draw):
    outcomes = FITTING[draw(KINDS)]
    return outcomes, draw(st.lists(st.sampled_from(outcomes), max_size=23))


@given(cast(), st.integers(0, 23), st.randoms())
def test_the_order_of_votes_does_not_matter(line, quorum, random):
    outcomes, votes = line
    shuffled = random.sample(votes, len(votes))
    assert tally(votes, outcomes, quorum) == tally(shuffled, outcomes, quorum)


@given(cast(), st.integers(0, 23))
def test_every_vote_is_counted_and_the_most_win(line, quorum):
    outcomes, votes = line
    result = tally(votes, outcomes, quorum)
    assert list(result.counts) == list(outcomes)
    assert sum(result.counts.values()) == len(votes)
    if len(votes) < max(quorum, 1):
        assert (result.leaders, result.winner) == ((), None)
    else:
        most = max(result.counts.values())
        assert {one for one, number in result.counts.items() if number == most} == set(result.leaders)
        assert result.winner == (None if result.is_tied else result.leaders[0])


@given(cast(), st.integers(0, 23), st.sampled_from(Outcome))
def test_the_chair_decides_a_tie_and_nothing_else(line, quorum, word):
    outcomes, votes = line
    without, with_chair = tally(votes, outcomes, quorum), tally(votes, outcomes, quorum, word)
    assert (with_chair.counts, with_chair.leaders) == (without.counts, without.leaders)
    if without.is_tied and word in without.leaders:
        assert (with_chair.winner, with_chair.by_chair) == (word, True)
    else:
        assert with_chair == without


@given(cast(), st.integers(1, 23))
def test_one_more_vote_for_the_winner_changes_nothing(line, quorum):
    outcomes, votes = line
    result = tally(votes, outcomes, quorum)
    if result.winner:
        assert tally([*votes, result.winner], outcomes, quorum).winner == result.winner


def test_an_outcome_of_another_kind_is_no_vote():
    with pytest.raises(ValueError, match="change_mark"):
        tally([Outcome.CHANGE_MARK], FITTING["event"], 1)


def test_a_verdict_is_changed_in_favour_only():
    assert Outcome.CHANGE_VERDICT in fitting("verdict", honest=False)
    assert Outcome.CHANGE_VERDICT not in fitting("verdict", honest=True) + fitting("verdict")


def test_every_line_may_stand_and_every_outcome_fits_one():
    assert all(Outcome.UPHOLD in outcomes for outcomes in FITTING.values())
    assert {one for outcomes in FITTING.values() for one in outcomes} == set(Outcome)


CLEAR, TIED, FEW = Tally({}, ("a",), "a"), Tally({}, ("a", "b"), None), Tally({}, (), None)


@pytest.mark.parametrize(
    ("tallies", "all_voted", "late", "expected"),
    [
        ([CLEAR, CLEAR], True, False, Ending.CLEAR),
        ([CLEAR, CLEAR], False, False, Ending.RUNS),
        ([CLEAR], False, True, Ending.CLEAR),
        ([CLEAR, TIED], True, False, Ending.TIED),
        ([CLEAR, TIED], False, True, Ending.TIED),
        ([TIED, FEW], True, False, Ending.RUNS),
        ([CLEAR, FEW], True, True, Ending.QUORUM),
        ([], True, True, Ending.QUORUM),
        ([], True, False, Ending.RUNS),
    ],
)
def test_a_vote_ends_when_all_have_voted_or_at_the_deadline(tallies, all_voted, late, expected):
    due = NOON if late else NOON + timedelta(seconds=1)
    assert ending(tallies, all_voted=all_voted, due=due, now=NOON) is expected


def test_no_vote_before_the_hearing_or_after_the_deadline():
    due = NOON + timedelta(hours=2)
    assert may_vote_at(None, due, NOON)
    assert not may_vote_at(NOON + timedelta(minutes=1), due, NOON)
    assert may_vote_at(NOON, due, NOON)
    assert not may_vote_at(None, due, due)


def test_who_left_a_line_out_has_not_voted():
    ballots = [(1, 10), (1, 11), (2, 10), (3, 10), (3, 11)]
    assert who_voted(ballots, [1, 2], {10, 11}) == {1}
    assert who_voted(ballots, [1, 2], set()) == frozenset()
