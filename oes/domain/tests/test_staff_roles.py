"""Who may give which role to whom."""

from hypothesis import given
from hypothesis import strategies as st

from oes.domain.staff_roles import Refusal, may_keep, refusal_of_leaving, refusal_of_roles

ROLES = ("administration", "registrar", "student", "teacher", "proctor", "dean")
HELD = st.frozensets(st.sampled_from(ROLES))


def refused(by, before, after, is_own=False, others=True):
    return refusal_of_roles(
        by=set(by.split()),
        is_own=is_own,
        before=set(before.split()),
        after=set(after.split()),
        others_administer=others,
    )


def test_the_registrar_gives_and_takes_all_but_the_administration():
    assert refused("registrar", "teacher", "proctor dean registrar") is None
    assert refused("registrar", "teacher", "teacher administration") is Refusal.NOT_YOURS
    assert refused("registrar", "teacher administration", "teacher") is Refusal.NOT_YOURS
    assert refused("administration", "teacher", "administration") is None
    assert refused("teacher dean", "", "teacher") is Refusal.NOT_YOURS


def test_nobody_does_it_to_themselves():
    assert refused("administration", "administration", "administration dean", is_own=True) is Refusal.OWN
    assert refusal_of_leaving(by={"registrar"}, is_own=True, held=set(), others_administer=True) is Refusal.OWN


def test_somebody_always_administers():
    assert refused("administration", "administration", "teacher", others=False) is Refusal.LAST
    assert refused("administration", "administration", "administration teacher", others=False) is None
    told = {"by": {"administration"}, "is_own": False, "held": {"administration"}}
    assert refusal_of_leaving(**told, others_administer=False) is Refusal.LAST
    assert refusal_of_leaving(**told, others_administer=True) is None


def test_who_is_a_student_says_the_roster():
    assert refused("administration", "student", "student commission") is None
    assert refused("administration", "student", "commission") is Refusal.STUDENT
    assert refused("administration", "commission", "student") is Refusal.STUDENT


@given(HELD, HELD, HELD)
def test_only_the_administration_makes_and_unmakes_it(by, before, after):
    told = refusal_of_roles(by=by, is_own=False, before=before, after=after, others_administer=True)
    if told is None and "administration" in before ^ after:
        assert "administration" in by
    if told is None and before != after:
        assert may_keep(by, before)
