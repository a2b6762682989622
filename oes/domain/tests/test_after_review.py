from hypothesis import given
from hypothesis import strategies as st

from oes.domain.after_review import Deduction, percent_after_review
from oes.domain.policy import Policy
from oes.domain.trust import Found, ledger, percent_of
from oes.domain.violations import KINDS

found = st.lists(
    st.builds(
        lambda kind, start, seconds, key: Found(start, start + seconds, kind, f"{key}"),
        st.sampled_from(sorted(KINDS)), st.integers(0, 900), st.integers(0, 200), st.integers(0, 10_000),
    ),
    max_size=25, unique_by=lambda one: one.key,
)  # fmt: skip


def deductions(rows: list[Found]) -> tuple[list[Deduction], int]:
    lines = ledger(rows, 1200.0, Policy())
    return [Deduction(n, x.found.kind, x.uncapped, x.weight.cap) for n, x in enumerate(lines)], percent_of(lines)


@given(found, st.sets(st.integers(0, 24)), st.randoms(use_true_random=False))
def test_it_is_the_ledger_without_what_was_denied(rows, denied, random):
    lines, machine = deductions(rows)
    assert percent_after_review(lines, ()) == machine
    assert percent_after_review(lines, range(25)) == 100
    left = percent_after_review(lines, denied)
    assert machine <= left <= 100
    sorted_rows = sorted(set(rows))
    assert left == deductions([row for n, row in enumerate(sorted_rows) if n not in denied])[1]
    random.shuffle(lines)
    assert percent_after_review(lines, denied) == left


def test_a_denied_line_gives_its_share_of_the_cap_back():
    lines = [Deduction(1, "phone", 30.0, 40.0), Deduction(2, "phone", 25.0, 40.0)]
    assert [percent_after_review(lines, denied) for denied in ((), {1}, {2}, {1, 2})] == [60, 75, 70, 100]
