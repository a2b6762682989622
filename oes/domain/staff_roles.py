"""Who may give which role to whom. Roles are their stored keys."""

from collections.abc import Set
from enum import StrEnum

ADMINISTRATION, REGISTRAR, STUDENT = "administration", "registrar", "student"


class Refusal(StrEnum):
    """Why somebody's roles or account may not be changed. Keys stand in no row."""

    OWN = "own"
    NOT_YOURS = "not_yours"
    LAST = "last"
    STUDENT = "student"


def may_keep(by: Set[str], whose: Set[str]) -> bool:
    """Return whether who holds the roles `by` may change the account of somebody who holds `whose`.

    The administration keeps all accounts, the registrar those without its role: else a registrar could become it.
    """
    return ADMINISTRATION in by or (REGISTRAR in by and ADMINISTRATION not in whose)


def refusal_of_roles(
    *, by: Set[str], is_own: bool, before: Set[str], after: Set[str], others_administer: bool
) -> Refusal | None:
    """Return why somebody may not be given the roles `after` in place of `before`, or None.

    `others_administer`: whether anybody else who can sign in holds the administration's role. Whether somebody is a
    student says the roster.
    """
    if is_own:
        return Refusal.OWN
    if not may_keep(by, before | after):
        return Refusal.NOT_YOURS
    if (STUDENT in before) != (STUDENT in after):
        return Refusal.STUDENT
    if ADMINISTRATION in before - after and not others_administer:
        return Refusal.LAST
    return None


def refusal_of_leaving(*, by: Set[str], is_own: bool, held: Set[str], others_administer: bool) -> Refusal | None:
    """Return why somebody's account may not be closed, or None."""
    if is_own:
        return Refusal.OWN
    if not may_keep(by, held):
        return Refusal.NOT_YOURS
    return Refusal.LAST if ADMINISTRATION in held and not others_administer else None
