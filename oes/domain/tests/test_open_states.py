"""Every open state has somebody who owns it and a moment until which it is done."""

from datetime import UTC, datetime, timedelta

from oes.domain.open_states import KINDS, OpenState, Owner, opened, ownerless, summed

NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)


def test_every_kind_has_an_owner_and_a_deadline():
    assert all(kind.owner in Owner and kind.hours > 0 for kind in KINDS.values())
    assert not ownerless(opened(key, NOON) for key in KINDS)


def test_what_is_needed_is_due_before_and_what_waits_after():
    assert opened("no_proctors", NOON).due == NOON - timedelta(days=3)
    assert opened("problem_unanswered", NOON).due == NOON + timedelta(hours=1)


def test_it_finds_a_state_without_owner_or_deadline():
    nobody, never = OpenState("x", "", NOON), OpenState("x", Owner.DEAN, None)
    assert ownerless([nobody, never, opened("clash", NOON)]) == [nobody, never]


def test_late_ones_come_first_and_counts_add_up():
    early, late = opened("photo_waits", NOON, count=2), opened("photo_waits", NOON - timedelta(days=9), count=3)
    other = opened("clash", NOON)
    lines = summed([early, late, other], NOON)
    assert [(line.kind, line.count, line.late) for line in lines] == [("clash", 1, 1), ("photo_waits", 5, 3)]
    assert [line.due for line in lines] == [other.due, late.due]
