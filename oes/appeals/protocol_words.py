"""What application and protocol say in words: contested lines, outcomes, votes, people."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oes.appeals.models import Appeal, AppealLine, Decision, MemberRole, Outcome, PanelMember, Topic
from oes.lib.moments import clock_time, full_moment
from oes.review.words import weight_text

MEMBER_ORDER = (MemberRole.CHAIR, MemberRole.TEACHER, MemberRole.STUDENT, MemberRole.SECRETARY)

_REFUSED = {
    "right": gettext_lazy("Only secretary and chair of the commission or the office draw it up, without a conflict."),
    "state": gettext_lazy("Somebody was faster: the appeal is in another state now."),
    "undecided": gettext_lazy("A line has no decision yet."),
}


def refusal_words(code: str) -> str:
    """Return why a protocol was not drawn up."""
    return str(_REFUSED[code])


def line_when(line: AppealLine) -> str:
    """Return the span of a violation on the exam's clock, and what it took off; "–" for anything else."""
    if line.start_seconds is None or line.end_seconds is None:
        return "–"
    span = f"{clock_time(line.start_seconds)} – {clock_time(line.end_seconds)}"
    return f"{span}, {weight_text(line.deduction)}" if line.deduction is not None else span


def topic_rows(appeal: Appeal) -> list[list[object]]:
    """Return every topic of the sheet with whether it is chosen."""
    return [[topic.value in appeal.topics, str(topic.label)] for topic in Topic]


def outcome_words(decision: Decision) -> str:
    """Return an outcome, with the new mark where it gives one."""
    words = str(Outcome(decision.outcome).label)
    return f"{words}: {decision.new_mark}" if decision.new_mark else words


def counts_words(decision: Decision) -> str:
    """Return the votes by outcome, and whether the chair's word decided a tie."""
    counts: Mapping[str, int] = decision.counts
    told = [
        f"{Outcome(key).label}: {number_format(counts[key])}"
        for key in Outcome.values
        if counts.get(key)
    ]  # fmt: skip
    if decision.by_chair:
        told.append(_("a tie: the chair decided"))
    return "; ".join(told) or "–"


def hearing_words(appeal: Appeal, zone: ZoneInfo) -> str:
    """Return when and where the case was heard; empty where it was not. `appeal` comes with its hearings."""
    rows = list(appeal.hearings.all())  # type: ignore[attr-defined]
    if not rows:
        return ""
    newest = rows[-1]
    where = newest.place or (_("by video") if newest.link else "")
    moment = full_moment(newest.at, zone)[:-3]
    return f"{moment}, {where}" if where else moment


def in_order(panel: list[PanelMember]) -> list[PanelMember]:
    """Return the members of a panel as they sign: chair, teachers, students, secretary."""
    return sorted(panel, key=lambda row: (MEMBER_ORDER.index(MemberRole(row.member.role)), row.pk))
