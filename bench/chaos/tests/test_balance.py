"""An account balances only where each second is stored or explained, and none twice."""

from bench.chaos.balance import account
from oes.domain.spans import Span


def test_it_balances_where_each_second_is_told():
    told = account(end=10.0, stored=[Span(0, 4), Span(4.2, 6)], gaps=[Span(6, 10)])
    assert told.balances
    assert (round(told.stored, 3), told.gaps, round(told.joins, 3)) == (5.8, 4.0, 0.2)


def test_a_second_that_nobody_explains_is_lost():
    told = account(end=10.0, stored=[Span(0, 4)], gaps=[Span(6, 10)])
    assert not told.balances
    assert told.lost == (Span(4, 6),)


def test_a_second_that_is_stored_and_missing_is_told():
    told = account(end=10.0, stored=[Span(0, 7)], gaps=[Span(6, 10)])
    assert not told.balances
    assert told.twice == (Span(6, 7),)


def test_what_was_recorded_after_the_end_counts_nowhere():
    assert account(end=5.0, stored=[Span(0, 9)], gaps=[]).stored == 5.0
