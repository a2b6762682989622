"""The page's section on grades: what each kind's figures prove, and what they do not. Pure text."""

from collections.abc import Iterator

from bench.accuracy.gate import figures_of
from bench.accuracy.intervals import wilson
from bench.accuracy.rows import Report
from oes.domain.grades import (
    BOUND_DIRECT_PER_HOUR,
    BOUND_PER_HOUR,
    LEAST_EVENTS,
    LEAST_EXPOSURE_SECONDS,
    Figure,
    grade_of,
)
from oes.domain.policy import DEFAULT_WEIGHTS
from oes.domain.violations import KINDS

ABOUT = f"""What may lower trust, by what was counted. *measured*: the upper 95 % limit of false alarms per honest
hour lies within the bound ({BOUND_DIRECT_PER_HOUR:g} for direct kinds, {BOUND_PER_HOUR:g} for others), and at least
{LEAST_EVENTS} events tell the recall. *provisional*: not one false alarm in at least
{LEAST_EXPOSURE_SECONDS / 60:g} minutes of honest footage, and too little of it, or too few events, for that.
*informative*: anything else.
How it is decided: [decision 8](decisions/0008-grades-from-figures.md)."""
HEADINGS = (
    "kind",
    "grade",
    "default weight",
    "honest footage",
    "false alarms",
    "at most per hour",
    "found",
    "recall, 95 %",
)


def grades_section(report: Report) -> list[str]:
    """Return the lines of the section; none where the run looked at no honest footage."""
    table = grades_table(report)
    return ["## Grades", "", ABOUT, "", *table, ""] if table else []


def grades_table(report: Report) -> list[str]:
    """Return the lines of the table alone; none where the run looked at no honest footage."""
    figures = figures_of(report.rows)
    return list(_table(figures)) if figures else []


def _table(figures: dict[str, Figure]) -> Iterator[str]:
    yield f"| {' | '.join(HEADINGS)} |"
    yield "|" + "---|" * len(HEADINGS)
    for kind, figure in figures.items():
        weight, direct = DEFAULT_WEIGHTS.get(kind), KINDS[kind].direct
        low, high = wilson(figure.found, figure.events)
        known = f"{100 * low:.0f} to {100 * high:.0f} %" if figure.events >= LEAST_EVENTS else "too few"
        cells = (
            f"`{kind}`" + (" (direct)" if direct else ""),
            str(grade_of(figure, direct=direct)),
            f"{weight.per_event:g} / {weight.per_second:g} / {weight.cap:g}" if weight else "0",
            f"{figure.exposure_seconds / 60:.1f} min",
            str(figure.false_alarms),
            f"{figure.upper_per_hour:.3g}",
            f"{figure.found} of {figure.events}",
            known,
        )
        yield f"| {' | '.join(cells)} |"
