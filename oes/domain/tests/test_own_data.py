from itertools import product

import pytest

from oes.domain.own_data import Hidden, findings_hidden
from oes.domain.policy import Policy

STATES = ("has_ended", "exam_over", "is_final", "is_released")
SHOWN = {**dict.fromkeys(STATES, True), "is_accused": False}


@pytest.mark.parametrize(
    ("missing", "told"),
    [("has_ended", Hidden.RUNNING), ("exam_over", Hidden.EXAM_OPEN), ("is_final", Hidden.ANALYSING)],
)
def test_what_is_missing_is_named(missing, told):
    assert findings_hidden(Policy(), **{**SHOWN, missing: False}) == told


def test_a_verdict_is_waited_for_only_where_the_rules_ask():
    untold = {**SHOWN, "is_released": False}
    assert findings_hidden(Policy(), **untold) is None
    assert findings_hidden(Policy(findings_after="verdict"), **untold) == Hidden.VERDICT
    assert findings_hidden(Policy(findings_after="verdict"), **SHOWN) is None


@pytest.mark.parametrize("states", list(product((True, False), repeat=4)))
def test_no_reasons_means_none_ever(states):
    told = dict(zip(STATES, states, strict=True))
    assert findings_hidden(Policy(show_reasons=False), **told, is_accused=False) == Hidden.NEVER


@pytest.mark.parametrize("states", list(product((True, False), repeat=4)))
def test_who_is_accused_sees_why_whatever_the_rules_say(states):
    told = dict(zip(STATES, states, strict=True))
    assert findings_hidden(Policy(show_reasons=False, findings_after="verdict"), **told, is_accused=True) is None
