"""The script that ships in a pack follows the product's own rules, whatever was found."""

import runpy
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from oes.domain.policy import Policy, policy_to_dict
from oes.domain.spans import Span, measured, subtracted
from oes.domain.trust import Found, counted_spans, ledger, percent_of
from oes.domain.violations import KINDS

SCRIPT = Path(__file__).resolve().parent.parent / "pack_files" / "trust.py"
SCRIPTED = runpy.run_path(str(SCRIPT), run_name="script")
SECONDS = st.integers(0, 4_000_000).map(lambda thousandths: thousandths / 1000)
SPANS = st.lists(st.tuples(SECONDS, SECONDS).map(sorted), max_size=6)
FOUND = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), SECONDS, SECONDS), max_size=12)


@given(found=FOUND, pauses=SPANS, seconds=SECONDS)
@settings(max_examples=150, deadline=None)
def test_it_takes_off_what_the_product_does(found, pauses, seconds):
    policy, rows = Policy(), [(kind, *sorted((one, other))) for kind, one, other in found]
    spans = [Span(*span) for span in pauses]
    keyed = [Found(start, end, kind, f"{place:02}") for place, (kind, start, end) in enumerate(rows)]
    lines = ledger(keyed, seconds, policy, pauses=spans)
    told = [
        {"violation": one.key, "kind": one.kind, "start": one.start_seconds, "end": one.end_seconds} for one in keyed
    ]
    stated = [
        {"violation": line.found.key, "grade": line.grade, "by_accommodation": False, "deduction": line.deduction}
        for line in lines
    ]
    counted = SCRIPTED["without"]([[policy.grace_seconds, max(policy.grace_seconds, seconds)]], pauses)
    assert [Span(*span) for span in counted] == counted_spans(seconds, policy, spans)
    mine = SCRIPTED["ledger"](told, policy_to_dict(policy), counted, {"lines": stated})
    assert [points for _, points, _ in mine] == [line.deduction for line in lines]
    tenths = 1000 - sum(round(points * 10) for _, points, _ in mine)
    assert max(0, (tenths + 5) // 10) == percent_of(lines)


@given(spans=SPANS, holes=SPANS)
@settings(max_examples=100, deadline=None)
def test_it_subtracts_and_measures_as_the_product_does(spans, holes):
    left = subtracted([Span(*span) for span in spans], [Span(*hole) for hole in holes])
    assert [Span(*span) for span in SCRIPTED["without"](spans, holes)] == left
    assert SCRIPTED["measured"](spans) == measured(Span(*span) for span in spans)


def test_it_needs_the_standard_library_alone_and_is_short():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
