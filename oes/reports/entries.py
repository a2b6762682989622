"""Entries of the photo report: violations and verification steps as one list in order of time (G17)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from oes.attempts.models import Attempt, Challenge, Check, IdentityCheck, ScreenCheck
from oes.domain.policy import Policy
from oes.lib.moments import report_span
from oes.review.answers import NO_ANSWERS, SaidAnswer
from oes.review.denials import NO_DENIALS, SaidDenial, denied_words
from oes.review.grades import GradeWords, grade_words
from oes.review.pictures import PictureRef
from oes.review.source_words import told_by
from oes.review.words import (
    Box,
    after_grace_words,
    box_of,
    caption_with_detail,
    check_caption,
    check_result,
    is_capped,
    shape_of,
    short,
    weight_text,
    why_free,
)
from oes.violations.models import LedgerLine, Violation

_PICTURES: dict[type, str] = {IdentityCheck: "identity", ScreenCheck: "screen", Challenge: "challenge"}


@dataclass(frozen=True, slots=True)
class EntryPicture:
    """A picture in the store. The box is drawn over it where it is shown, never in the file."""

    ref: PictureRef
    blob_key: str
    sha256: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `level`: direct, indirect, informative, technical or check; a check is no violation, has no grade."""

    at: datetime
    level: str
    caption: str
    when: str
    weight: str
    remarks: tuple[str, ...]
    picture: EntryPicture | None
    grade: GradeWords | None = None
    answer: SaidAnswer | None = None
    """What the student says to it."""


def entries(
    attempt: Attempt,
    violations: Iterable[Violation],
    checks: Iterable[Any],
    zone: tzinfo,
    answers: Mapping[int, SaidAnswer] = NO_ANSWERS,
    denials: Mapping[int, SaidDenial] = NO_DENIALS.by_violation,
) -> list[Entry]:
    """Return all entries of a started attempt in order of time, a check before a violation of the same moment."""
    started_at, policy = attempt.started_at, attempt.policy.value()
    assert started_at is not None
    found = [_check_entry(check, started_at, zone) for check in checks]
    found += [
        replace(
            _violation_entry(violation, started_at, policy, zone, denials.get(violation.pk)),
            answer=answers.get(violation.pk),
        )
        for violation in violations
    ]
    return sorted(found, key=lambda entry: entry.at)


def _violation_entry(
    violation: Violation, started_at: datetime, policy: Policy, zone: tzinfo, denial: SaidDenial | None
) -> Entry:
    start = started_at + timedelta(seconds=violation.start_seconds)
    end = started_at + timedelta(seconds=violation.end_seconds)
    line = next(iter(violation.lines.all()), None)
    return Entry(
        at=start,
        level=shape_of(violation),
        caption=caption_with_detail(violation),
        when=report_span(start, end, zone),
        weight="" if line is None else weight_text(line.deduction),
        remarks=(*_remarks(violation, line, policy), *([denied_words(denial)] if denial else [])),
        picture=_evidence(violation),
        grade=grade_words(violation, line),
    )


def _remarks(violation: Violation, line: LedgerLine | None, policy: Policy) -> Iterator[str]:
    if free := why_free(violation, line, policy.grace_seconds):
        yield free
    elif line is not None:
        if violation.start_seconds < policy.grace_seconds:
            yield after_grace_words(policy.grace_seconds)
        if is_capped(line):
            yield _("limited: this kind takes off at most %(points)s") % {"points": short(line.cap)}
    if who := told_by(violation):
        yield who


def _evidence(violation: Any) -> EntryPicture | None:
    evidence = getattr(violation, "evidence", None)
    if evidence is None or not evidence.blob_key:
        return None
    return EntryPicture(
        PictureRef("evidence", str(violation.uuid)), evidence.blob_key, evidence.sha256, box_of(evidence)
    )


def _check_entry(check: Check, started_at: datetime, zone: tzinfo) -> Entry:
    at = started_at + timedelta(seconds=check.at_seconds)
    ref = PictureRef(_PICTURES[type(check)], str(check.uuid))
    picture = EntryPicture(ref, check.blob_key, check.sha256) if check.blob_key else None
    return Entry(at, "check", check_caption(check), report_span(at, at, zone), "", _check_remarks(check), picture)


def _check_remarks(check: Check) -> tuple[str, ...]:
    step = _("verification step, weighs nothing")
    if check.done_at is None and not isinstance(check, Challenge):
        return (_("not done"), step)
    result = check_result(check)
    return (result, step) if result else (step,)
