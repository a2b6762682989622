"""What card, photo report and detailed report say in the same words: violations, checks, states, counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from oes.attempts.models import Attempt, Challenge, Check, ScreenCheck
from oes.domain.identity import Sameness
from oes.domain.trust import counts_as_exam
from oes.domain.violations import KINDS, Grade
from oes.review.challenge_words import challenge_caption, challenge_result
from oes.review.source_words import detail_words
from oes.violations.models import Evidence, LedgerLine, Violation

_MINUS = "\N{MINUS SIGN}"
_SAMENESS = {
    Sameness.SAME: gettext_lazy("the same person"),
    Sameness.DIFFERENT: gettext_lazy("another person"),
    Sameness.CANNOT_TELL: gettext_lazy("cannot tell"),
}


class Box(NamedTuple):
    """The part of a picture that a violation is about, in percent of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def style(self) -> str:
        """Return the box as custom properties; numbers in CSS have a point in every language."""
        return ";".join(f"--{name}:{value:.2f}%" for name, value in zip("xywh", self, strict=True))


class Counts(NamedTuple):
    """How many violations an attempt has. `total` leaves out technical faults."""

    total: int
    direct: int
    technical: int


def counts_of(violations: Iterable[Violation]) -> Counts:
    """Return the numbers that every page gives for these violations."""
    shapes = [shape_of(violation) for violation in violations]
    technical = shapes.count("technical")
    return Counts(len(shapes) - technical, shapes.count("direct"), technical)


def caption_of(kind: str) -> str:
    """Return the caption of a kind in the reader's language (G24)."""
    return _(KINDS[kind].label)


def caption_with_detail(violation: Violation) -> str:
    """Return a violation's caption and, where its rows name it, the program, host or length that it is about."""
    caption, detail = caption_of(violation.kind), detail_words(violation)
    return f"{caption}: {detail}" if detail else caption


def with_grade(violations: QuerySet[Violation]) -> QuerySet[Violation]:
    """Return the violations with what their ledger lines state: the grade, which a later benchmark leaves alone, and
    whether an accommodation takes the weight away."""
    return violations.annotate(stated_grade=F("lines__grade"), stated_excused=F("lines__by_accommodation"))


def shape_of(violation: Violation) -> str:
    """Return how a violation is drawn: direct, indirect, informative (an accommodated one too) or technical."""
    grade = getattr(violation, "stated_grade", None) or violation.definition.grade
    if grade in (Grade.INFORMATIVE, Grade.TECHNICAL):
        return str(grade)
    if getattr(violation, "stated_excused", None):
        return str(Grade.INFORMATIVE)
    return "direct" if violation.direct else "indirect"


def box_of(evidence: Evidence | None) -> Box | None:
    """Return the box of an evidence picture, kept inside it, or None where there is none."""
    if evidence is None:
        return None
    shares = (evidence.box_x, evidence.box_y, evidence.box_width, evidence.box_height)
    x, y, width, height = (round(100 * min(max(share or 0.0, 0.0), 1.0), 2) for share in shares)
    return Box(x, y, min(width, 100 - x), min(height, 100 - y)) if width and height else None


def weight_text(deduction: float) -> str:
    """Return a deduction with its sign: "−13.6", or "0"."""
    return f"{_MINUS}{short(deduction)}" if deduction > 0 else "0"


def short(value: float) -> str:
    """Return a number with at most two decimals, in the reader's notation."""
    shown = f"{value + 1e-9:.2f}".rstrip("0").rstrip(".")
    return str(number_format(shown))


def is_capped(line: LedgerLine) -> bool:
    """Return whether the cap of its kind took something off a line."""
    return line.deduction < line.uncapped - 1e-9


def why_free(violation: Violation, line: LedgerLine | None, grace_seconds: float) -> str:
    """Return why a violation weighs nothing, or nothing when it weighs or has not been weighed."""
    grade = line.grade if line else violation.definition.grade
    if line and line.deduction > 0:
        return ""
    if grade == Grade.TECHNICAL:
        return _("technical, does not weigh")
    if line and line.by_accommodation:
        return _("0, by accommodation")
    if grade == Grade.INFORMATIVE:
        return _("for information, does not weigh")
    if line is None:
        return ""
    return _why_zero(violation, line, grace_seconds)


def _why_zero(violation: Violation, line: LedgerLine, grace_seconds: float) -> str:
    if violation.end_seconds <= grace_seconds:
        return _grace_words(grace_seconds)
    if line.counted_seconds <= 0 and violation.start_seconds >= grace_seconds:
        return _("in a granted break: 0")
    if line.uncapped > 0:
        return _("the cap of its kind is already used up")
    return _("does not weigh by this policy")


def after_grace_words(grace_seconds: float) -> str:
    """Return that only the part after the first minutes weighs."""
    if minutes := whole_minutes(grace_seconds):
        return ngettext(
            "only what lies after the first %(n)d minute counts",
            "only what lies after the first %(n)d minutes counts",
            minutes,
        ) % {"n": minutes}
    seconds = round(grace_seconds)
    return ngettext(
        "only what lies after the first %(n)d second counts",
        "only what lies after the first %(n)d seconds counts",
        seconds,
    ) % {"n": seconds}


def whole_minutes(seconds: float) -> int:
    """Return the minutes of a limit that is told in minutes; 0 for one that has to be told in seconds."""
    return 0 if seconds % 60 else int(seconds // 60)


def check_caption(check: Check) -> str:
    """Return what a verification step is called."""
    if isinstance(check, Challenge):
        return challenge_caption(check)
    if isinstance(check, ScreenCheck):
        return str(check.get_kind_display())
    return _("Verification - Face, %(moment)s") % {"moment": check.get_moment_display()}


def check_result(check: Check) -> str:
    """Return what a verification step showed; empty for a picture of the screen."""
    if isinstance(check, Challenge):
        return challenge_result(check)
    if isinstance(check, ScreenCheck):
        return ""
    by_program = str(_SAMENESS[Sameness(check.result)]) if check.result else ""
    said = getattr(check, "said", None)  # of queries that ask for it: `comparison_queries.with_said`
    by_person = _("a person says: %(result)s") % {"result": said_words(Sameness(said))} if said else ""
    return "; ".join(part for part in (by_program, by_person) if part) or _("not compared")


def said_words(result: Sameness) -> str:
    """Return in words whether two pictures show one person."""
    return str(_SAMENESS[result])


def uncounted_words(attempt: Attempt, now: datetime) -> str:
    """Return why an ended attempt is no exam, or nothing (G10)."""
    if not attempt.has_ended:
        return ""
    if attempt.started_at is None:
        return _("Not counted as an exam: “OK” was never pressed.")
    policy = attempt.policy.value()
    if counts_as_exam(attempt.duration_seconds(now), policy):
        return ""
    if minutes := whole_minutes(policy.minimum_seconds):
        return ngettext(
            "Not counted as an exam: it lasted no longer than %(minutes)d minute.",
            "Not counted as an exam: it lasted no longer than %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
    seconds = round(policy.minimum_seconds)
    return ngettext(
        "Not counted as an exam: it lasted no longer than %(seconds)d second.",
        "Not counted as an exam: it lasted no longer than %(seconds)d seconds.",
        seconds,
    ) % {"seconds": seconds}


def live_word(attempt: Attempt) -> str:
    """Return what is still going on with the attempt, or nothing."""
    if attempt.is_running:
        return _("Paused") if attempt.state == "paused" else _("Running")
    if not attempt.has_ended:
        return _("Getting ready")
    trust = getattr(attempt, "trust", None)
    return _("Being analysed") if attempt.started_at and (trust is None or not trust.is_final) else ""


def _grace_words(grace_seconds: float) -> str:
    if minutes := whole_minutes(grace_seconds):
        return ngettext("first %(n)d minute: 0", "first %(n)d minutes: 0", minutes) % {"n": minutes}
    seconds = round(grace_seconds)
    return ngettext("first %(n)d second: 0", "first %(n)d seconds: 0", seconds) % {"n": seconds}
