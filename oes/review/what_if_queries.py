"""Reads for the pages of what-if questions."""

from dataclasses import dataclass

from oes.accounts.models import Organisation
from oes.exams.models import ProctoringPolicy
from oes.exams.queries import Change, differences
from oes.review.figures import TrustFigure, trust_figure
from oes.review.models import WhatIf, WhatIfLine
from oes.review.what_if import CANNOT

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """An attempt whose percent or state would be another one. `crosses`: the line lies between the two."""

    line: WhatIfLine
    before: TrustFigure
    after: TrustFigure
    crosses: str
    """"below", "above", or empty."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole page. Counts are of attempts; `total` of all that were asked about."""

    row: WhatIf
    changes: list[Change]
    total: int
    done: int
    unreadable: int
    below: int
    above: int
    moved: tuple[Moved, ...]
    more: int
    """So many that move are not listed."""

    @property
    def same(self) -> int:
        return self.done - self.unreadable - len(self.moved) - self.more


def questions(organisation: Organisation) -> list[WhatIf]:
    """Return the newest questions."""
    return list(WhatIf.objects.filter(organisation=organisation).select_related("by")[:20])


def outcome(row: WhatIf, line: int, most: int | None = MOST_SHOWN) -> Outcome:
    """Return what is computed so far; `line` is the percent below which somebody would look. Three queries.

    `most`: so many attempts that move are listed, None for all.
    """
    lines = list(row.lines.select_related("attempt__enrolment__exam", "attempt__enrolment__student"))
    done = [one for one in lines if one.after_state]
    readable = [one for one in done if one.after_state != CANNOT]
    moved = [_moved(one, line) for one in readable if (one.before, one.before_state) != (one.after, one.after_state)]
    moved.sort(key=lambda one: (not one.crosses, -abs((one.line.after or 0) - (one.line.before or 0)), one.line.pk))
    base = ProctoringPolicy.objects.get(organisation=row.organisation, version=row.base)
    return Outcome(
        row=row,
        changes=differences(base, ProctoringPolicy(organisation=row.organisation, rules=row.rules)),
        total=len(lines),
        done=len(done),
        unreadable=len(done) - len(readable),
        below=sum(one.crosses == "below" for one in moved),
        above=sum(one.crosses == "above" for one in moved),
        moved=tuple(moved[:most]),
        more=len(moved[most:]) if most is not None else 0,
    )


def _moved(line: WhatIfLine, limit: int) -> Moved:
    was, now = line.before, line.after
    crosses = ""
    if was is not None and now is not None and (was < limit) != (now < limit):
        crosses = "below" if now < limit else "above"
    return Moved(line, _figure(was, line.before_state), _figure(now, line.after_state), crosses)


def _figure(percent: int | None, state: str) -> TrustFigure:
    return trust_figure(percent, insufficient=state == "insufficient_evidence")
