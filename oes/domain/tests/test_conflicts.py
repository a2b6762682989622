"""What stands between somebody and a case."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.conflicts import Conflict, Facts, conflicts

PEOPLE = st.frozensets(st.integers(1, 6))
SETS = [field.name for field in fields(Facts) if field.name != "group"]
FACTS = st.builds(Facts, group=st.none() | st.integers(1, 3), **dict.fromkeys(SETS, PEOPLE))
USERS, GROUPS = st.integers(1, 6), st.none() | st.integers(1, 3)


@given(USERS, GROUPS, FACTS)
def test_there_is_one_code_for_each_thing_that_names_somebody(user, group, facts):
    named = sum(user in getattr(facts, name) for name in SETS)
    same = group is not None and group == facts.group
    found = conflicts(user, group, facts)
    assert len(found) == len(set(found)) == named + same
    assert (Conflict.SAME_GROUP in found) is same


@given(USERS, GROUPS, FACTS, st.sampled_from(SETS), USERS)
def test_knowing_more_never_takes_a_conflict_away(user, group, facts, name, other):
    more = replace(facts, **{name: getattr(facts, name) | {other}})
    assert set(conflicts(user, group, facts)) <= set(conflicts(user, group, more))


@given(USERS, FACTS)
def test_who_appears_nowhere_has_none(user, facts):
    assert conflicts(user + 100, None, facts) == ()


def test_two_people_without_a_group_are_in_no_group_together():
    assert conflicts(1, None, Facts(student=frozenset({2}), group=None)) == ()
