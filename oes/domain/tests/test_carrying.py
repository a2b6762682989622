from hypothesis import given
from hypothesis import strategies as st

from oes.domain.carrying import Event, is_same, place_of
from oes.domain.spans import Span

events = st.builds(
    lambda kind, start, seconds, detail: Event(kind, Span(start, start + seconds), detail),
    st.sampled_from(["phone", "looked_away", "forbidden_software"]),
    st.integers(0, 50),
    st.integers(0, 20),
    st.sampled_from(["", "a", "b"]),
)


def at(start, end, kind="phone", detail="") -> Event:
    return Event(kind, Span(start, end), detail)


def test_half_of_the_shorter_span_makes_it_the_same():
    assert is_same(at(0, 10), at(5, 100))
    assert not is_same(at(0, 10), at(5.1, 100))
    assert not is_same(at(0, 10), at(0, 10, "looked_away"))


def test_a_moment_goes_with_the_span_that_holds_it():
    assert is_same(at(5, 5), at(0, 10))
    assert not is_same(at(5, 5), at(6, 10))


def test_what_the_guard_names_is_never_another_program():
    assert not is_same(at(0, 9, "forbidden_software", "one"), at(0, 9, "forbidden_software", "two"))


@given(events, st.lists(events, max_size=6), st.randoms())
def test_the_same_word_goes_to_the_same_event_in_any_order(said, found, chance):
    place = place_of(said, found)
    shuffled = list(found)
    chance.shuffle(shuffled)
    other = place_of(said, shuffled)
    assert (place is None) == (other is None) == (not any(is_same(said, event) for event in found))
    if place is not None and other is not None:
        assert found[place] == shuffled[other]


@given(events)
def test_an_event_that_did_not_change_keeps_its_word(event):
    assert place_of(event, [event]) == 0
