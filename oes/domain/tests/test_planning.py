"""A plan has no clash and stays within its slots, or says what it left out."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.clashes import Load, Room, Times, clashes, crowded_days, exams_of, overlapping, proctors_needed
from oes.domain.planning import PlanExam, PlanSlot, Post, posted, proposed

NINE = datetime(2027, 1, 11, 9, tzinfo=UTC)


def times(start: float, hours: float = 2) -> Times:
    return Times(NINE + timedelta(hours=start), NINE + timedelta(hours=start + hours))


def slot(key: str, start: float, hours: float = 2, **room: int) -> PlanSlot:
    return PlanSlot(key, times(start, hours), times(start).start.date(), Room(**room))


def exam(key: str, people: set[str], seats: int | None = None, minutes: int = 60) -> PlanExam:
    many = len(people) if seats is None else seats
    return PlanExam(key, frozenset(people), minutes, Load(1, many, proctors_needed(many, 2)))


some_times = st.dictionaries(st.integers(0, 20), st.builds(times, st.integers(0, 30), st.integers(1, 4)), max_size=12)


@given(some_times)
def test_it_finds_every_overlap(all_times):
    told = {(a, b) for a, others in overlapping(all_times).items() for b in others}
    assert told == {(a, b) for a in all_times for b in all_times if a != b and all_times[a].overlaps(all_times[b])}


@given(some_times, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), max_size=40))
def test_it_names_everybody_who_clashes_once(all_times, pairs):
    attendance = exams_of(pairs)
    told = [(person, pair) for pair, people in clashes(attendance, all_times).items() for person in people]
    assert len(told) == len(set(told))
    expected = {
        (person, frozenset((a, b)))
        for person, exams in attendance.items()
        for a in exams
        for b in exams
        if a != b and a in all_times and b in all_times and all_times[a].overlaps(all_times[b])
    }
    assert {(person, frozenset(pair)) for person, pair in told} == expected


def test_an_exam_that_begins_when_another_ends_is_no_clash():
    assert not clashes({"a": [1, 2]}, {1: times(0), 2: times(2)})
    assert clashes({"a": [1, 2]}, {1: times(0), 2: times(1.9)}) == {(1, 2): ["a"]}


def test_two_exams_on_a_day_are_told_where_one_is_the_most():
    days = {1: date(2027, 1, 11), 2: date(2027, 1, 11), 3: date(2027, 1, 12)}
    assert crowded_days({"a": [1, 2, 3], "b": [1, 3]}, days, 1) == {1: ["a"], 2: ["a"]}
    assert not crowded_days({"a": [1, 2, 3]}, days, 2)


@given(
    st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=4), max_size=14),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 3), st.integers(1, 6)), min_size=1, max_size=6),
)
def test_a_plan_never_clashes_and_never_overfills(groups, offers):
    exams = [exam(f"e{number}", people) for number, people in enumerate(groups)]
    slots = [slot(f"s{number}", start, hours, seats=seats) for number, (start, hours, seats) in enumerate(offers)]
    plan = proposed(exams, slots)
    assert plan == proposed(exams, slots)
    assert set(plan.slots) | set(plan.left) == {one.key for one in exams}
    assert not set(plan.slots) & set(plan.left)
    by_key = {one.key: one for one in slots}
    attendance = exams_of((person, one.key) for one in exams for person in one.people)
    assert not clashes(attendance, {key: by_key[there].times for key, there in plan.slots.items()})
    for one in slots:
        inside = [other.load for other in exams if plan.slots.get(other.key) == one.key]
        assert sum(inside, Load()).fits(one.room)
        assert all(other.minutes <= one.minutes for other in exams if plan.slots.get(other.key) == one.key)


def test_a_fixed_exam_stays_where_it_is():
    plan = proposed([exam("a", {"x"}), exam("b", {"x"})], [slot("1", 0), slot("2", 3)], {"a": "2"})
    assert plan.slots == {"a": "2", "b": "1"}


def test_what_fits_nowhere_is_left():
    assert proposed([exam("long", {"x"}, minutes=121)], [slot("1", 0)]).left == ("long",)
    assert len(proposed([exam("a", {"x"}), exam("b", {"x"})], [slot("1", 0), slot("2", 1)]).left) == 1


def test_students_get_one_exam_a_day_where_that_is_possible():
    slots = [slot("1", 0), slot("2", 3), slot("3", 24)]
    plan = proposed([exam("a", {"x"}), exam("b", {"x"})], slots)
    assert "3" in plan.slots.values()


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=12),
    st.integers(0, 5),
)
def test_nobody_has_two_duties_at_once(wanted, people):
    posts = [Post(f"e{number}", times(start), missing) for number, (start, missing) in enumerate(wanted)]
    given_to, missing = posted(posts, {f"p{number}": [] for number in range(people)})
    by_key = {post.key: post.times for post in posts}
    assert not clashes(exams_of((who, key) for key, all_of in given_to.items() for who in all_of), by_key)
    for post in posts:
        assert len(given_to[post.key]) + missing.get(post.key, 0) == post.missing


def test_who_teaches_or_is_busy_gets_no_duty():
    post = Post("e", times(0), 1, frozenset({"teacher"}))
    assert posted([post], {"teacher": [], "busy": [times(1)], "free": [times(2)]})[0] == {"e": ["free"]}


def test_a_slot_that_is_closed_takes_nothing_new():
    closed = PlanSlot("past", times(0), times(0).start.date(), is_open=False)
    plan = proposed([exam("a", set()), exam("b", {"x"})], [closed], {"a": "past"})
    assert (plan.slots, plan.left) == ({"a": "past"}, ("b",))
