"""The duty to tell: what must be there before a verdict may reach a student."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LANGUAGES = ("kk", "ru", "en")
"""A student reads the rule in each of them."""


class Lack(StrEnum):
    """What keeps a verdict of dishonesty from being told. REASON: neither an event nor a reason in words. RULE: an
    event without the text of its rule in every language. WEIGHT: one that was not weighed. CLIP: one that the student
    could not look at. DEADLINE: no time to answer or to appeal. Keys stand in addresses and tests: they never change.
    """

    REASON = "reason"
    RULE = "rule"
    WEIGHT = "weight"
    CLIP = "clip"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class ToTell:
    """An event as far as the duty needs it. `deduction`: points of trust, None where no ledger has it; `has_clip`: the
    student can open a recording or a picture of it."""

    rule: Mapping[str, str]
    deduction: float | None
    has_clip: bool


def lacks(
    *,
    honest: bool,
    reason: str,
    events: Iterable[ToTell],
    now: datetime,
    answer_until: datetime,
    appeal_until: datetime,
) -> tuple[Lack, ...]:
    """Return what is missing before the verdict may be told, in the order of `Lack`; empty: nothing.

    A verdict of honesty accuses nobody: it needs only its deadlines, since a mark or the conduct may be contested.
    """
    told = list(events)
    found = set() if now < min(answer_until, appeal_until) else {Lack.DEADLINE}
    if not honest:
        found |= {lack for event in told for lack in _lacks_of(event)}
        if not told and not reason.strip():
            found.add(Lack.REASON)
    return tuple(lack for lack in Lack if lack in found)


def is_told(*, deduction: float | None, has_clip: bool, is_technical: bool, denied: bool) -> bool:
    """Return whether an event belongs to what a student is told.

    A technical fault and what a person denied are nobody's violation. What weighs nothing and cannot be shown either
    is not held against anybody.
    """
    return not (is_technical or denied) and (has_clip or deduction is None or deduction > 0)


def _lacks_of(event: ToTell) -> Iterable[Lack]:
    if not all(event.rule.get(language, "").strip() for language in LANGUAGES):
        yield Lack.RULE
    if event.deduction is None:
        yield Lack.WEIGHT
    if not event.has_clip:
        yield Lack.CLIP
