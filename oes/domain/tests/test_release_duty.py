"""Nobody is told of dishonesty without events or reason, rule, weight, something to look at, and a deadline."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.release_duty import LANGUAGES, Lack, ToTell, is_told, lacks

NOW = datetime(2027, 1, 11, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
RULE = dict.fromkeys(LANGUAGES, "No phone.")
WHOLE = ToTell(RULE, 3.0, True)


def lacking(*events, honest=False, reason="", until=LATER):
    return lacks(honest=honest, reason=reason, events=events, now=NOW, answer_until=LATER, appeal_until=until)


@pytest.mark.parametrize(
    ("event", "lack"),
    [
        (ToTell({}, 3.0, True), Lack.RULE),
        (ToTell({**RULE, "kk": " "}, 3.0, True), Lack.RULE),
        (ToTell(RULE, None, True), Lack.WEIGHT),
        (ToTell(RULE, 3.0, False), Lack.CLIP),
    ],
)
def test_each_event_is_told_whole(event, lack):
    assert lacking(WHOLE, event, reason="x") == (lack,)
    assert lacking(WHOLE, event, honest=True) == ()


def test_without_an_event_a_reason_in_words_is_needed():
    assert lacking(reason=" ") == (Lack.REASON,)
    assert lacking(reason="The essay is copied.") == ()
    assert lacking(WHOLE) == ()


@pytest.mark.parametrize("honest", [True, False])
def test_time_to_appeal_must_be_left(honest):
    assert lacking(WHOLE, honest=honest, until=NOW) == (Lack.DEADLINE,)


TEXTS = st.tuples(*[st.sampled_from([None, "", "x"])] * len(LANGUAGES))
EVENTS = st.builds(
    ToTell,
    TEXTS.map(lambda texts: {code: text for code, text in zip(LANGUAGES, texts, strict=True) if text is not None}),
    st.none() | st.floats(0, 100),
    st.booleans(),
)


@given(st.lists(EVENTS, max_size=5), st.sampled_from(["", " ", "x"]))
def test_what_may_be_told_is_complete(events, reason):
    whole = all(set(e.rule.values()) == {"x"} and len(e.rule) == 3 and e.deduction is not None for e in events)
    may = whole and all(e.has_clip for e in events) and bool(events or reason.strip())
    assert (lacking(*events, reason=reason) == ()) == may


@given(st.lists(EVENTS, max_size=5), st.permutations(range(5)))
def test_the_order_does_not_matter(events, order):
    assert lacking(*events) == lacking(*(events[place] for place in order if place < len(events)))


@given(st.none() | st.floats(0, 100), st.booleans(), st.booleans(), st.booleans())
def test_what_weighs_is_never_left_out_by_itself(deduction, has_clip, technical, denied):
    told = is_told(deduction=deduction, has_clip=has_clip, is_technical=technical, denied=denied)
    if technical or denied:
        assert not told
    elif deduction is None or deduction > 0 or has_clip:
        assert told
