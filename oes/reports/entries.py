"""Entries of the photo report: violations and verification steps as one list in order of time (G17)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oes.attempts.models import Attempt, IdentityCheck, ScreenCheck
from oes.domain.identity import Sameness
from oes.domain.policy import Policy
from oes.domain.violations import Grade
from oes.lib.moments import report_span
from oes.review.pictures import PictureRef
from oes.violations.models import LedgerLine, Violation


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the picture that an entry is about, in percent of its width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class EntryPicture:
    """A picture in the store. The box is drawn over it where it is shown, never in the file."""

    ref: PictureRef
    blob_key: str
    sha256: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `level`: direct, indirect, informative, technical or check; a check is no violation."""

    at: datetime
    level: str
    caption: str
    when: str
    weight: str
    remarks: tuple[str, ...]
    picture: EntryPicture | None


def entries(attempt: Attempt, violations: Iterable[Violation], checks: Iterable[Any], zone: tzinfo) -> list[Entry]:
    """Return all entries of a started attempt in order of time, a check before a violation of the same moment."""
    started_at, policy = attempt.started_at, attempt.policy.value()
    assert started_at is not None
    found = [_check_entry(check, started_at, zone) for check in checks]
    found += [_violation_entry(violation, started_at, policy, zone) for violation in violations]
    return sorted(found, key=lambda entry: entry.at)


def _violation_entry(violation: Violation, started_at: datetime, policy: Policy, zone: tzinfo) -> Entry:
    start = started_at + timedelta(seconds=violation.start_seconds)
    end = started_at + timedelta(seconds=violation.end_seconds)
    line = next(iter(violation.lines.all()), None)
    return Entry(
        at=start,
        level=_level(violation),
        caption=_(violation.definition.label),
        when=report_span(start, end, zone),
        weight="" if line is None else weight_text(line.deduction),
        remarks=tuple(_remarks(violation, line, policy)),
        picture=_evidence(violation),
    )


def weight_text(deduction: float) -> str:
    """Return what a ledger line takes off, with a true minus sign; one decimal place where there is one."""
    if deduction <= 0:
        return "0"
    return f"−{number_format(round(deduction, 1), decimal_pos=0 if round(deduction, 1).is_integer() else 1)}"


def _level(violation: Violation) -> str:
    grade = violation.definition.grade
    if grade in (Grade.TECHNICAL, Grade.INFORMATIVE):
        return str(grade)
    return "direct" if violation.direct else "indirect"


def _remarks(violation: Violation, line: LedgerLine | None, policy: Policy) -> Iterator[str]:
    grade = violation.definition.grade
    if grade == Grade.TECHNICAL:
        yield _("technical, weighs nothing")
    elif grade == Grade.INFORMATIVE:
        yield _("informative, weighs nothing")
    elif line is not None:
        yield from _ledger_remarks(violation, line, policy)


def _ledger_remarks(violation: Violation, line: LedgerLine, policy: Policy) -> Iterator[str]:
    minutes = round(policy.grace_seconds / 60)
    if violation.end_seconds <= policy.grace_seconds:
        yield ngettext("first %(n)d minute: 0", "first %(n)d minutes: 0", minutes) % {"n": minutes}
        return
    if violation.start_seconds < policy.grace_seconds:
        yield ngettext(
            "only what lies after the first %(n)d minute counts",
            "only what lies after the first %(n)d minutes counts",
            minutes,
        ) % {"n": minutes}
    if line.uncapped > line.deduction + 0.05:
        yield _("limited: this kind takes off at most %(points)s") % {"points": number_format(line.cap, decimal_pos=0)}
    if line.grade == Grade.PROVISIONAL:
        yield _("provisional")


def _evidence(violation: Any) -> EntryPicture | None:
    evidence = getattr(violation, "evidence", None)
    if evidence is None:
        return None
    sides = (evidence.box_x, evidence.box_y, evidence.box_width, evidence.box_height)
    box = None if None in sides else Box(*(round(side * 100, 2) for side in sides))
    return EntryPicture(PictureRef("evidence", str(violation.uuid)), evidence.blob_key, evidence.sha256, box)


def _check_entry(check: IdentityCheck | ScreenCheck, started_at: datetime, zone: tzinfo) -> Entry:
    at = check.done_at or started_at + timedelta(seconds=check.at_seconds)
    kind = "identity" if isinstance(check, IdentityCheck) else "screen"
    picture = EntryPicture(PictureRef(kind, str(check.pk)), check.blob_key, check.sha256) if check.blob_key else None
    return Entry(at, "check", _check_caption(check), report_span(at, at, zone), "", _check_remarks(check), picture)


def _check_caption(check: IdentityCheck | ScreenCheck) -> str:
    if isinstance(check, ScreenCheck):
        return str(check.get_kind_display())
    return _("Verification - Face, %(moment)s") % {"moment": check.get_moment_display()}


def _check_remarks(check: IdentityCheck | ScreenCheck) -> tuple[str, ...]:
    step = _("verification step, weighs nothing")
    if check.done_at is None:
        return (_("not done"), step)
    if isinstance(check, ScreenCheck):
        return (step,)
    results = {
        Sameness.SAME: _("the same person"),
        Sameness.DIFFERENT: _("another person"),
        Sameness.CANNOT_TELL: _("cannot tell"),
    }
    return (results.get(Sameness(check.result), "") if check.result else _("not compared"), step)
