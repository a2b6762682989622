"""What an appeal may be about, and when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.filing import FOUND, MOST_LINES, VIOLATION, late_kinds, unfit

TOPICS = ("content", "technical", "procedure", "violation")
KINDS = ("event", "verdict", "mark", "conduct")
NOON = datetime(2031, 1, 13, 12, tzinfo=UTC)


@given(st.sets(st.sampled_from(TOPICS)), st.lists(st.sampled_from(KINDS), max_size=6))
def test_it_fits_where_the_topic_of_proctoring_goes_with_what_proctoring_found(topics, kinds):
    fits = unfit(topics, kinds) == ""
    assert fits == (bool(topics) and bool(kinds) and (VIOLATION in topics) == bool(FOUND & set(kinds)))


def test_each_problem_has_its_word():
    assert unfit([], ["mark"]) == "topics"
    assert unfit(["content"], []) == "lines"
    assert unfit(["content"], ["mark"] * (MOST_LINES + 1)) == "many"
    assert unfit(["content"], ["event"]) == "topic"
    assert unfit(["violation"], ["mark"]) == "found"


@given(st.dictionaries(st.sampled_from(KINDS), st.integers(-5, 5)), st.sets(st.sampled_from(KINDS)))
def test_a_kind_is_late_from_its_end_on_and_always_without_one(hours, kinds):
    until = {kind: NOON + timedelta(hours=n) for kind, n in hours.items()}
    assert late_kinds(kinds, until, NOON) == sorted(kind for kind in kinds if hours.get(kind, 0) <= 0)
