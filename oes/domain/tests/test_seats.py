"""Which times and seats a student may book."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.seats import CheckIn, Hours, Slot, check_in_at, free_seats, is_open, slots_of

NINE = datetime(2026, 1, 12, 9, tzinfo=UTC)
"""A Monday."""


def after(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_an_exam_with_no_room_for_two_sittings_has_one_slot():
    assert slots_of(NINE, after(60), 60) == [Slot(NINE, after(60))]
    assert slots_of(NINE, after(149), 60) == [Slot(NINE, after(149))]
    assert slots_of(NINE, NINE, 60) == []


@given(st.integers(1, 600), st.integers(1, 3000))
def test_slots_lie_in_the_exam_one_after_the_other(planned, window):
    slots = slots_of(NINE, after(window), planned)
    assert slots[0].starts_at == NINE and slots[-1].ends_at <= after(window)
    assert all(left.ends_at == right.starts_at for left, right in zip(slots, slots[1:], strict=False))
    assert len(slots) == 1 or all(slot.ends_at - slot.starts_at == timedelta(minutes=planned + 15) for slot in slots)


def test_a_place_is_open_by_the_clock_of_the_institution():
    almaty, hours = ZoneInfo("Asia/Almaty"), [Hours(0, time(9), time(18))]
    local = datetime(2026, 1, 12, 9, tzinfo=almaty)
    whole = Slot(local, local + timedelta(hours=9))
    assert is_open(hours, whole, almaty)
    assert not is_open(hours, whole, ZoneInfo("UTC"))
    assert not is_open(hours, Slot(local, local + timedelta(hours=9, minutes=1)), almaty)
    assert not is_open(hours, Slot(local + timedelta(days=1), local + timedelta(days=1, hours=1)), almaty)
    assert not is_open([Hours(0, time(0), time(23, 59))], Slot(local, local + timedelta(hours=15)), almaty)


@given(st.integers(1, 6), st.lists(st.tuples(st.integers(0, 300), st.integers(1, 120)), max_size=40))
def test_no_seat_is_ever_given_twice(seats, wishes):
    taken: list[tuple[int, Slot]] = []
    for start, minutes in wishes:
        slot = Slot(after(start), after(start + minutes))
        free = free_seats(range(seats), taken, slot)
        if free:
            taken.append((free[0], slot))
        else:  # then every seat is held by somebody in this slot
            assert {seat for seat, other in taken if slot.overlaps(other)} == set(range(seats))
    for n, (seat, slot) in enumerate(taken):
        assert not any(seat == other and slot.overlaps(held) for other, held in taken[:n])


def test_a_booking_is_used_from_half_an_hour_before_to_its_end():
    slot = Slot(NINE, after(75))
    moments = [after(-31), after(-30), after(74), after(75)]
    assert [check_in_at(slot, at) for at in moments] == [CheckIn.EARLY, CheckIn.OPEN, CheckIn.OPEN, CheckIn.OVER]
