"""Grades in plain words: how well the false alarms of a kind are known, and what was looked at to know it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from oes.domain.grades import Grade, Standing
from oes.domain.violations import KINDS
from oes.review.words import caption_of, short
from oes.violations.models import LedgerLine, Violation

HOURS_FROM_SECONDS = 2 * 3600
_ORDER = (Grade.MEASURED, Grade.PROVISIONAL, Grade.INFORMATIVE, Grade.TECHNICAL)


@dataclass(frozen=True, slots=True)
class GradeWords:
    """A grade as a small tag: its word, and the sentence behind it."""

    key: str
    word: str
    text: str

    @property
    def weighs(self) -> bool:
        return Grade(self.key).weighs


@dataclass(frozen=True, slots=True)
class LegendLine:
    """What a grade means in one report, and for which captions."""

    grade: GradeWords
    captions: tuple[str, ...]


def grade_words(violation: Violation, line: LedgerLine | None) -> GradeWords:
    """Return the grade by which a violation was weighed; the present one where it has not been."""
    kind = KINDS[violation.kind]
    standing = line.standing if line else kind.standing
    return GradeWords(str(standing.grade), grade_word(standing.grade), _reason(standing, tested=kind.tested))


def legend(rows: Iterable[tuple[Violation, LedgerLine | None]]) -> tuple[LegendLine, ...]:
    """Return one line for each grade with its reason that occurs, the best known first."""
    captions: dict[GradeWords, list[str]] = {}
    for violation, line in rows:
        kinds = captions.setdefault(grade_words(violation, line), [])
        if (caption := caption_of(violation.kind)) not in kinds:
            kinds.append(caption)
    ordered = sorted(captions, key=lambda words: _ORDER.index(Grade(words.key)))
    return tuple(LegendLine(words, tuple(sorted(captions[words]))) for words in ordered)


def grade_word(grade: str) -> str:
    words = {
        Grade.MEASURED: pgettext("grade", "measured"),
        Grade.PROVISIONAL: pgettext("grade", "provisional"),
        Grade.INFORMATIVE: pgettext("grade", "informative"),
        Grade.TECHNICAL: pgettext("grade", "technical"),
    }
    return words[Grade(grade)]


def _reason(standing: Standing, *, tested: bool) -> str:
    if standing.grade == Grade.TECHNICAL:
        return _("a fault of device or line, does not lower trust")
    if standing.grade == Grade.INFORMATIVE:
        told = _counted(standing) if standing.false_alarms else ""
        return "; ".join(filter(None, (_("does not lower trust"), told)))
    if tested:
        return _("told by programs, not guessed from pictures; tests of whole exams check when it comes and when not")
    return _counted(standing) or _("too little honest footage was looked at to prove a low rate of false alarms")


def _counted(standing: Standing) -> str:
    """Return how many false alarms there were in how much footage, and how high the rate may be all the same."""
    upper, alarms = standing.upper_per_hour, standing.false_alarms
    if upper is None or alarms is None or standing.exposure_seconds is None:
        return ""
    values = {"n": alarms, "footage": _footage(standing.exposure_seconds), "upper": _rounded_up(upper)}
    if not alarms:
        return _("no false alarm in %(footage)s; the rate may be as high as %(upper)s per hour") % values
    return (
        ngettext(
            "%(n)d false alarm in %(footage)s; the rate may be as high as %(upper)s per hour",
            "%(n)d false alarms in %(footage)s; the rate may be as high as %(upper)s per hour",
            alarms,
        )
        % values
    )


def _footage(seconds: float) -> str:
    if seconds >= HOURS_FROM_SECONDS:
        hours = int(seconds // 3600)
        return ngettext("%(n)d hour of honest footage", "%(n)d hours of honest footage", hours) % {"n": hours}
    minutes = int(seconds // 60)
    return ngettext("%(n)d minute of honest footage", "%(n)d minutes of honest footage", minutes) % {"n": minutes}


def _rounded_up(rate: float) -> str:
    """Return a limit that is never shown lower than it is: whole from 10 on, with two decimals below 1."""
    digits = 0 if rate >= 10 else 1 if rate >= 1 else 2
    return short(ceil(rate * 10**digits - 1e-9) / 10**digits)
