"""A detector is proposed to weigh nothing only where its events are surely denied too often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oes.domain.detector_feedback import LEAST_DECIDED, Feedback, Word, wilson_low

COUNTS = st.integers(1, 2000).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries)))


def of(denied: int, decided: int, *, direct: bool = False) -> Feedback:
    return Feedback("phone", direct, 1000, decided, decided, denied)


@given(COUNTS)
def test_the_limit_lies_between_nothing_and_the_share(counts):
    hits, tries = counts
    assert 0 <= wilson_low(hits, tries) <= hits / tries + 1e-12


@given(COUNTS)
def test_more_of_the_same_share_makes_it_surer(counts):
    hits, tries = counts
    assert wilson_low(2 * hits, 2 * tries) >= wilson_low(hits, tries) - 1e-12


@given(st.integers(1, 500), st.integers(0, 499))
def test_one_more_denial_never_lowers_it(tries, hits):
    hits = min(hits, tries - 1)
    assert wilson_low(hits + 1, tries) >= wilson_low(hits, tries)


@given(st.integers(0, LEAST_DECIDED - 1), st.booleans())
def test_with_few_decisions_nothing_is_said(decided, direct):
    assert of(decided, decided, direct=direct).word is Word.TOO_FEW


@pytest.mark.parametrize(
    ("denied", "decided", "direct", "word"),
    [
        (30, 30, False, Word.PROPOSED),
        (15, 30, False, Word.HOLDS),
        (20, 30, False, Word.HOLDS),
        (21, 30, False, Word.PROPOSED),
        (13, 30, True, Word.PROPOSED),
        (12, 30, True, Word.HOLDS),
        (0, 300, True, Word.HOLDS),
    ],
)
def test_its_bound_decides(denied, decided, direct, word):
    assert of(denied, decided, direct=direct).word is word


def test_the_limit_is_that_of_the_books():
    """Wilson 1927: 10 of 20 gives 0.299 to 0.701."""
    assert wilson_low(10, 20) == pytest.approx(0.2993, abs=1e-4)
    assert wilson_low(0, 0) == 0
